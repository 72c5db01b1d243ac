"""Coming by an invite link: whoever is on the site into a room, a newcomer onto it.

What the maker may do now counts, and not what they might when they made it. A use is
counted when somebody really comes: a newcomer's is held while the account is made, and
given back where none is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from django.db import transaction
from django.urls import Resolver404, resolve

from chat.accounts.invited import Invitation
from chat.accounts.visitor import Visitor
from chat.invitations.guessing import guessing
from chat.invitations.models import InviteLink
from chat.invitations.rights import require_inviter
from chat.invitations.telling import tell
from chat.logging.audit import audit
from chat.models import Conversation, User
from chat.models.limits import JOINS, spend
from chat.models.messages.log import changing
from chat.wire.errors import ChatError, NoSuchConversation, NotAllowed, RateLimited
from chat.words import sentence

OVER = sentence("This invite link is over: ask for another one.")


def link_of(token: str, user: User | None = None) -> InviteLink:
    """The link of that token, by which somebody may come now.

    Who has come by it before takes no other use of it.

    Raises:
        NoSuchConversation: there is none, or it is over: nobody learns which.
    """
    link = InviteLink.objects.there().filter(token=token).first()
    if link is None or link.has_ended or not _may_invite(link):
        raise NoSuchConversation(OVER)
    if link.is_used_up and not (user and link.uses.filter(user=user).exists()):
        raise NoSuchConversation(OVER)
    return link


def enter(token: str, user: User) -> Conversation:
    """Enter the room that a link leads to; nothing happens for who is in it.

    Raises:
        NoSuchConversation: the link is over.
        NotAllowed: it leads to the site, where they are; or they were put out.
        RateLimited, TooMany: they have entered many rooms, or are in too many.
    """
    with changing():
        link = link_of(token, user)
        room = link.conversation
        if room is None:
            raise NotAllowed("That link leads to this site, where you are.")
        room.hold()
        if not room.has_member(user):
            _admit(link, room, user)
    return room


class ByLink(Invitation):
    """Coming onto the site by a link, and into its room."""

    accounts = True

    def __init__(self, link: InviteLink) -> None:
        self.link = link
        self.guests = link.guests

    @contextmanager
    def taken(self) -> Iterator[Callable[[User], None]]:
        # What is asked for is decided by the row: of two for the last use, one comes.
        if not self.link.claim():
            raise NoSuchConversation(OVER)
        came: list[User] = []
        try:
            yield came.append
        finally:
            if not came:
                self.link.give_back()
        self._note(came[0])

    def _note(self, user: User) -> None:
        link, room = self.link, self.link.conversation
        if not _note_use(link, user):
            link.give_back()  # a guest who has come by it before, and signs up
        # Where they were put out under another name, they are on the site all the same,
        # and the page of the link says why no further.
        if room is not None:
            with suppress(ChatError):
                enter(link.token, user)


class Here(Invitation):
    """That of a guest who has come by a link, and makes an account of it."""

    accounts = guests = True


def found_by(page: str, visitor: Visitor, guest: User | None) -> Invitation | None:
    """The link whose page that is, or what somebody came by before."""
    if token := _token_in(page):
        with suppress(NoSuchConversation, RateLimited), guessing(visitor.network):
            return ByLink(link_of(token))
    is_here = guest is not None and guest.guest and guest.invite_uses.exists()
    return Here() if is_here else None


# --- Steps ----------------------------------------------------------------------------


def _token_in(page: str) -> str | None:
    """That of the link whose page it is; None of another page."""
    try:
        its = resolve(urlsplit(page).path)
    except Resolver404:
        return None
    return str(its.kwargs["token"]) if its.view_name == "join" else None


def _may_invite(link: InviteLink) -> bool:
    try:
        require_inviter(link.by, link.conversation)
    except ChatError:
        return False
    return True


def _admit(link: InviteLink, room: Conversation, user: User) -> None:
    room.require_not_out(user)
    spend(user, JOINS)
    if not link.uses.filter(user=user).exists():
        if not link.claim():
            raise NoSuchConversation(OVER)
        _note_use(link, user)
    room.admit(user)


def _note_use(link: InviteLink, user: User) -> bool:
    """Note who has come by it; whether that is news."""
    with transaction.atomic():
        is_new = link.uses.get_or_create(user=user)[1]
        if is_new:
            about = {"whom": link.by.name, "room": link.where, "what": str(link.pk)}
            audit("came by an invite link", name=user.name, **about)
            tell(link)
    return is_new
