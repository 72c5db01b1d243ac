"""Whether somebody may make an account: see ``Site.registration``."""

from __future__ import annotations

from chat.accounts.invited import Invitation
from chat.site import CLOSED, OPEN, Site
from chat.wire.errors import ChatError, InvitationRequired, RegistrationClosed


def refusal(invitation: Invitation) -> ChatError | None:
    """Why somebody who comes by that invitation may make no account."""
    how = Site.here().registration
    if how == CLOSED:
        return RegistrationClosed()
    if how == OPEN or invitation.accounts:
        return None
    return InvitationRequired()
