from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "chat.retention"
    label = "retention"

    def ready(self) -> None:
        from chat.retention import clock
        from chat.sessions import ticker

        ticker.WORKS.append(clock.keep)
