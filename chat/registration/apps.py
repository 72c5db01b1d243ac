from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "chat.registration"
    label = "registration"
    verbose_name = "The site"

    def ready(self) -> None:
        from chat.registration import (
            choosing,
            panel,  # noqa: F401  (it registers itself)
        )
        from chat.sessions import ticker
        from chat.site import Site

        Site.chosen = choosing.Choice.now
        ticker.WORKS.append(choosing.keep)
