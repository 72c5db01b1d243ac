from django.apps import AppConfig


class AppPasswordsConfig(AppConfig):
    name = "chat.app_passwords"
    label = "app_passwords"
    verbose_name = "App passwords"

    def ready(self) -> None:
        from chat.accounts import secrets
        from chat.accounts.sections import SECTIONS
        from chat.app_passwords import (
            keeping,
            panel,  # noqa: F401  (it registers itself)
            views,
        )
        from chat.models.people import access

        secrets.OPENING.append(keeping.opened)
        access.ENDED.append(keeping.ended_among)
        SECTIONS.append(views.SECTION)
