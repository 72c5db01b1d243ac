"""Making invite links, listing and revoking them."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from chat import wire
from chat.invitations.models import InviteLink
from chat.invitations.rights import require_inviter, seen_by
from chat.invitations.telling import as_told, tell
from chat.logging.audit import audit
from chat.models import Conversation, User
from chat.models.limits import DAY, Kind, spend
from chat.models.messages.history import fitting
from chat.models.people.ban import FOR_GOOD
from chat.wire.errors import NoSuchConversation, TooMany
from chat.words import sentence

LINKS = Kind(
    "invite links",
    DAY,
    "CHAT_INVITE_LINKS_PER_DAY",
    sentence("You have made many invite links today: make another one later."),
)
# Of one person, by which somebody can still come.
OPEN_EACH = 50


def create(user: User, wish: wire.CreateInviteLink) -> wire.InviteLinkChanged:
    """Make a link by which others come into a room, or onto the site.

    Raises:
        NoSuchConversation, NotAMember, Banned, LoginRequired, Muted
        NotAllowed: they are a guest, or others invite people there.
        RateLimited, TooMany
    """
    room = None
    if wish.conversation is not None:
        room = Conversation.objects.numbered(wish.conversation, user)
    until = FOR_GOOD
    if wish.seconds is not None:
        until = timezone.now() + timedelta(seconds=wish.seconds)
    with transaction.atomic():
        require_inviter(user, room)
        spend(user, LINKS)
        link = InviteLink.objects.create(
            by=user,
            conversation=room,
            until=until,
            most=wish.uses or 0,
            guests=wish.guests,
        )
        # After it was made: of two at once the second has waited for the allowance.
        if InviteLink.objects.open().filter(by=user).count() > OPEN_EACH:
            raise TooMany("So many links of yours are open: revoke one first.")
        audit("invite link made", name=user.name, room=link.where, what=str(link.pk))
        return tell(link)


def page(reader: User, asked: wire.ListInviteLinks) -> wire.InviteLinks:
    """The links that somebody sees, the last first.

    Raises:
        NoSuchConversation, NotAMember
    """
    found = seen_by(reader)
    if asked.conversation is not None:
        found = found.filter(
            conversation=Conversation.objects.numbered(asked.conversation, reader)
        )
    if asked.before is not None:
        found = found.filter(pk__lt=asked.before)
    rows = list(found.order_by("-pk")[: asked.limit + 1])
    shown = fitting(as_told(rows[: asked.limit]))
    return wire.InviteLinks(links=shown, more=len(rows) > len(shown))


def revoke(user: User, number: int) -> wire.InviteLinkChanged:
    """Have nobody come by a link any more, from this moment on.

    Raises:
        NoSuchConversation: there is no such link, or none for them to revoke.
        Banned, LoginRequired
    """
    with transaction.atomic():
        link = seen_by(user).filter(pk=number).first()
        if link is None:
            raise NoSuchConversation("There is no such invite link.")
        now = timezone.now()
        # What has ended has ended then.
        if InviteLink.objects.filter(pk=number, until__gt=now).update(until=now):
            about = {"whom": link.by.name, "room": link.where, "what": str(number)}
            audit("invite link revoked", name=user.name, **about)
        return tell(link)
