from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "chat.invitations"
    label = "invitations"

    def ready(self) -> None:
        from chat.accounts import invited, sweeping
        from chat.invitations import (
            coming,
            handlers,  # noqa: F401  (they register themselves)
            panel,  # noqa: F401  (it registers itself)
        )
        from chat.invitations.models import InviteLink

        invited.FINDERS.append(coming.found_by)
        sweeping.SWEEPS.append(InviteLink.objects.sweep)
