from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "chat.health"
    label = "health"

    def ready(self) -> None:
        from chat.health import keeping
        from chat.sessions import ticker

        ticker.WORKS.append(keeping.keep)
