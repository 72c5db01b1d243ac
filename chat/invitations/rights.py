"""Who may make an invite link, and whose links somebody sees: asked as it is done."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from chat.invitations.models import InviteLink
from chat.models import Conversation, Membership, User
from chat.models.permissions import ROLES, may
from chat.site import Site
from chat.wire.errors import NotAllowed

# As what one looks after the links of a room: whoever keeps people out of it.
LOOKING_AFTER = [word for word, role in ROLES.items() if may("ban", role)]


def require_inviter(user: User, room: Conversation | None) -> None:
    """See that somebody may let others in by a link.

    Raises:
        NoSuchConversation, NotAMember, Banned, LoginRequired, Muted
        NotAllowed: they are a guest, or others may, or nobody there.
    """
    user.require_voice()
    if user.guest:
        raise NotAllowed("Guests make no invite links: sign up for an account.")
    if room is not None:
        room.require("invite", user)
    elif not (Site.here().members_invite or _staff(user).exists()):
        raise NotAllowed("On this site staff alone invite people.")


def seen_by(reader: User) -> QuerySet[InviteLink]:
    """The links that somebody has made, and those that they look after: of a room, its
    moderators; and whoever moderates the whole site all of them.
    """
    looks_after = Membership.objects.filter(
        user=reader, conversation=OuterRef("conversation"), role__in=LOOKING_AFTER
    )
    return InviteLink.objects.there().filter(
        Q(by=reader) | Exists(_staff(reader)) | Exists(looks_after)
    )


def _staff(user: User) -> QuerySet[User]:
    """This person, if they moderate the whole site now."""
    return User.objects.filter(pk=user.pk, is_staff=True, is_active=True)
