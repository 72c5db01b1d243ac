from django.apps import AppConfig


class EditsConfig(AppConfig):
    name = "chat.edits"
    label = "edits"

    def ready(self) -> None:
        from chat.accounts import sweeping
        from chat.edits import (
            handlers,  # noqa: F401  (they register themselves)
            keeping,
        )
        from chat.models import hooks

        hooks.LAST.append(keeping.keep)
        sweeping.SWEEPS.append(keeping.forget_old)
