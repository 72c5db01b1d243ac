from django.apps import AppConfig


class LaterConfig(AppConfig):
    name = "chat.later"
    label = "later"

    def ready(self) -> None:
        from chat.later import (
            clock,
            handlers,  # noqa: F401  (they register themselves)
        )
        from chat.sessions import ticker

        ticker.WORKS.append(clock.keep)
