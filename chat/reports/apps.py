from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "chat.reports"
    label = "reports"

    def ready(self) -> None:
        from chat.accounts import sweeping
        from chat.reports import (
            handlers,  # noqa: F401  (they register themselves)
            keeping,
            panel,  # noqa: F401  (it registers itself)
        )

        sweeping.SWEEPS.append(keeping.sweep)
