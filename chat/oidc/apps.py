from django.apps import AppConfig


class OidcConfig(AppConfig):
    name = "chat.oidc"
    label = "oidc"
    verbose_name = "Log-ins by a provider"

    def ready(self) -> None:
        from chat.accounts import clear, secrets
        from chat.accounts.sections import SECTIONS, WAYS_IN
        from chat.oidc import (
            identities,
            panel,  # noqa: F401  (it registers itself)
            views,
        )

        SECTIONS.append(views.SECTION)
        WAYS_IN.append(views.WAY_IN)
        secrets.WAYS.append(identities.count)
        # What comes back by them lets in, as a password does.
        clear.PAGES |= {"oidc", "oidc-back", "oidc-password"}
