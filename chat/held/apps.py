from django.apps import AppConfig


class HeldConfig(AppConfig):
    name = "chat.held"
    label = "held"
    verbose_name = "Words held back"

    def ready(self) -> None:
        from chat.accounts import sweeping
        from chat.held import (
            handlers,  # noqa: F401  (they register themselves)
            panel,  # noqa: F401  (it registers itself)
            screening,
            waiting,
        )
        from chat.models import hooks
        from chat.models.posting import screens
        from chat.sessions import ticker

        screens.ask(screening.screen, on=True)
        hooks.EDITS.append(screening.reword)
        hooks.STATUSES.append(screening.see_status)
        ticker.WORKS.append(screening.keep)
        sweeping.SWEEPS.append(waiting.forget_old)
