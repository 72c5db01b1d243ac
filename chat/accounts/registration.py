"""Whether somebody may make an account: see ``Site.registration``.

Where staff approve who does, whoever signs up is an applicant first, and nobody's
account is made. Who they are a capability keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from chat.accounts.invited import Invitation
from chat.accounts.visitor import Visitor
from chat.models import User
from chat.site import APPROVAL, CLOSED, INVITATION, Site
from chat.wire.errors import ChatError, InvitationRequired, RegistrationClosed


class Applicant(Protocol):
    """Somebody who has signed up, and has no account."""

    def answer(self, password: str) -> ChatError:
        """Why they do not come in by that password, which is checked."""


# Each keeps somebody as an applicant: a name, a password, who they are, and the guest
# whose account it is to be. They raise NameInvalid, NameTaken, TooMany and Busy.
APPLYING: list[Callable[[str, str, Visitor, User | None], None]] = []
# Each finds the applicant of a name that is no account's.
APPLICANTS: list[Callable[[str], Applicant | None]] = []


def refusal(invitation: Invitation) -> ChatError | None:
    """Why somebody who comes by that invitation may make no account."""
    how = Site.here().registration
    if how == CLOSED and not invitation.registers:
        return RegistrationClosed()
    if how == INVITATION and not invitation.accounts:
        return InvitationRequired()
    return None


@contextmanager
def admitted(invitation: Invitation) -> Iterator[None]:
    """For whoever may make an account.

    Raises:
        RegistrationClosed
    """
    if reason := refusal(invitation):
        raise reason
    yield


def needs_approval(invitation: Invitation) -> bool:
    """Whether staff have to accept who comes by that invitation."""
    return Site.here().registration == APPROVAL and not invitation.accounts


def applicant(name: str) -> Applicant | None:
    """Who has signed up by that name, and has no account."""
    return next(filter(None, (find(name) for find in APPLICANTS)), None)
