from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "chat.registration"
    label = "registration"
    verbose_name = "The site"

    def ready(self) -> None:
        from chat.accounts import registration, sweeping
        from chat.models.names import former_name
        from chat.registration import (
            applicants_panel,  # noqa: F401  (they register themselves)
            applying,
            choosing,
            panel,  # noqa: F401
        )
        from chat.sessions import ticker
        from chat.site import Site

        registration.APPLYING.append(applying.apply)
        registration.APPLICANTS.append(applying.find)
        former_name.HOLDERS.append(applying.require_unheld)
        sweeping.SWEEPS.append(applying.sweep)
        Site.chosen = choosing.Choice.now
        ticker.WORKS.append(choosing.keep)
