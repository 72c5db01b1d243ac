"""Invite links, and who has come by which.

The token is kept as it is: whoever made a link copies it again from the list, and hands
it on to people who are no secret's keepers. What it opens is bounded, ends, and is
asked of its maker's rights anew each time: see docs/decisions.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from chat.models import Conversation, User
from chat.models.people.ban import FOR_GOOD
from chat.models.tables.some import delete_some
from chat.site import Site

TOKEN_BYTES = 16
TOKEN_CHARACTERS = 22
# So long one can see who has come by a link that nobody comes in by any more.
KEPT = timedelta(days=30)


def new_token() -> str:
    """128 bits that nobody guesses, as they stand in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def _is_left() -> Q:
    return Q(most=0) | Q(used__lt=F("most"))


class InviteLinkManager(models.Manager["InviteLink"]):
    def there(self) -> models.QuerySet[InviteLink]:
        """Those whose room is there, if they are of one: see ``InviteLink``."""
        of_room = Q(conversation__kind=Conversation.ROOM)
        return self.filter(Q(conversation=None) | of_room).select_related(
            "by", "conversation"
        )

    def open(self) -> models.QuerySet[InviteLink]:
        """Those by which others still come, as far as the rows themselves say."""
        return self.there().filter(_is_left(), until__gt=timezone.now())

    def sweep(self) -> bool:
        """Delete some that have long been over; whether there may be more."""
        old = timezone.now() - KEPT
        used_up = ~_is_left() & Q(at__lte=old)
        return delete_some(self.filter(Q(until__lte=old) | used_up).order_by("pk"))


class InviteLink(models.Model):
    """``by`` lets people into a room, or, without a ``conversation``, onto the site.

    ``most``: so many come by it; 0: however many. ``guests``: they come by it where the
    site takes none. One that was revoked has ended. The database does not hold what it
    points at: a version that does not know of this table deletes rooms and people
    beside this one.
    """

    token = models.CharField(
        max_length=TOKEN_CHARACTERS, unique=True, default=new_token, editable=False
    )
    by = models.ForeignKey(
        User, models.CASCADE, related_name="invite_links", db_constraint=False
    )
    conversation = models.ForeignKey(
        Conversation,
        models.CASCADE,
        null=True,
        related_name="invite_links",
        db_constraint=False,
    )
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(default=FOR_GOOD, db_index=True)
    most = models.PositiveIntegerField(default=0)
    used = models.PositiveIntegerField(default=0)
    guests = models.BooleanField(default=True)

    objects = InviteLinkManager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} to {self.where} by {self.by}"

    @property
    def where(self) -> str:
        """To where it leads, as people read it."""
        return "the site" if self.conversation is None else str(self.conversation)

    @property
    def url(self) -> str:
        """What is handed on; without a host where the site does not know its own."""
        return Site.here().url + reverse("join", args=[self.token])

    @property
    def has_ended(self) -> bool:
        return self.until <= timezone.now()

    @property
    def is_used_up(self) -> bool:
        return 0 < self.most <= self.used

    def claim(self) -> bool:
        """Take one of its uses, if one is left: of two for the last one, one does."""
        mine = InviteLink.objects.filter(pk=self.pk, until__gt=timezone.now())
        # One statement asks and takes.
        return bool(mine.filter(_is_left()).update(used=F("used") + 1))

    def give_back(self) -> None:
        """Have one more use: who has claimed it does not come."""
        InviteLink.objects.filter(pk=self.pk, used__gt=0).update(used=F("used") - 1)


class InviteUse(models.Model):
    """``user`` has come by ``link``; again and again by the same one is one use."""

    # The constraint's own index begins with it.
    link = models.ForeignKey(
        InviteLink, models.CASCADE, related_name="uses", db_index=False
    )
    user = models.ForeignKey(
        User, models.CASCADE, related_name="invite_uses", db_constraint=False
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["link", "user"], name="one_invite_use")
        ]

    def __str__(self) -> str:
        return f"{self.user} by {self.link_id}"
