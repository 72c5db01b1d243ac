from django.apps import AppConfig


class HeldConfig(AppConfig):
    name = "chat.held"
    label = "held"
    verbose_name = "Words held back"

    def ready(self) -> None:
        from chat.accounts import sweeping
        from chat.held import (
            handlers,  # noqa: F401  (they register themselves)
            rules,
            screening,
            waiting,
        )
        from chat.models import hooks, screens
        from chat.sessions import ticker

        screens.SCREENS.append(screening.screen)
        hooks.EDITS.append(screening.reword)
        ticker.WORKS.append(rules.keep)
        sweeping.SWEEPS.append(waiting.forget_old)
