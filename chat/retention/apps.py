from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "chat.retention"
    label = "retention"

    def ready(self) -> None:
        from chat.retention import clock
        from chat.sessions import ticker

        ticker.WORKS += [clock.keep, clock.keep_clearing]
