"""What was done about somebody: whom it mutes, and what can still be undone."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from msgspec import UNSET, UnsetType

from chat import wire
from chat.models import Conversation, User
from chat.models.people.ban import FOR_GOOD


class Muting(models.Model):
    """Why ``person`` is muted, by whom, and until when; that they are, says their own
    row. An administrator who does it in the panel makes none.

    The database does not hold what it points at: a version that does not know of this
    table deletes people beside this one.
    """

    person = models.OneToOneField(
        User, models.CASCADE, related_name="muting", db_constraint=False
    )
    reason = models.CharField(max_length=wire.REASON_CHARACTERS, blank=True, default="")
    until = models.DateTimeField(default=FOR_GOOD, db_index=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", db_constraint=False
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"muting of {self.person_id}"

    @property
    def ends(self) -> str | UnsetType:
        """When, as the wire says it."""
        return UNSET if self.until >= FOR_GOOD else wire.timestamp(self.until)


class Purging(models.Model):
    """What ``by`` has had deleted of ``person``'s words since ``since``: in a
    ``conversation``, or in all rooms.

    What they said is ``taken``, and goes with this row soon after it cannot be undone;
    ``words`` is of before, and empty. The database does not hold what it points at, as
    for ``Muting``.
    """

    by = models.ForeignKey(User, models.CASCADE, related_name="+", db_constraint=False)
    person = models.ForeignKey(
        User, models.CASCADE, related_name="+", db_constraint=False
    )
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, null=True, related_name="+", db_constraint=False
    )
    reason = models.CharField(max_length=wire.REASON_CHARACTERS, blank=True, default="")
    since = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now, db_index=True)
    words = models.TextField(default="[]")
    count = models.PositiveIntegerField(default=0)
    more = models.BooleanField(default=False)
    undone = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"purging {self.pk}"


class Taken(models.Model):
    """A batch of what a ``purging`` has deleted: a row of its own, so that none writes
    those of before once more.

    ``words``: as JSON, of each message its number, what it said, the HTML and whose
    that is.
    """

    purging = models.ForeignKey(
        Purging, models.CASCADE, related_name="taken", db_constraint=False
    )
    words = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"batch {self.pk} of {self.purging}"
