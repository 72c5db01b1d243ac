"""By what guests came who are muted, in a room or on the whole site: another name does
not help them.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone

from chat.models.people.ban import FOR_GOOD
from chat.models.people.user import User
from chat.models.people.visit import came_alike, last_visit
from chat.models.rooms.conversation import Conversation
from chat.models.tables.some import delete_some
from chat.net.networks import LOOPBACK, network_of


class MutedGuest(models.Model):
    """``browser``: by which ``person`` came; ``network``: from which, who came by none.
    Without a ``conversation`` they are muted on the whole site.

    The database does not hold what it points at: a version that does not know of this
    table deletes rooms and people beside this one.
    """

    # The constraint's own index begins with it.
    conversation = models.ForeignKey(
        Conversation,
        models.CASCADE,
        null=True,
        related_name="muted_guests",
        db_index=False,
        db_constraint=False,
    )
    person = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    network = models.CharField(max_length=64, blank=True, default="")
    browser = models.CharField(max_length=32, blank=True, default="")
    until = models.DateTimeField(default=FOR_GOOD, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "person"], name="one_muted_guest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} muted in {self.conversation_id or 'the whole site'}"


def keep_muted(room: Conversation | None, guest: User, until: datetime | None) -> None:
    """Have a guest say nothing in a room, or on the whole site, until then by another
    name either.
    """
    visit = last_visit(guest)
    browser = visit.browser if visit else ""
    network = network_of(visit.address) if visit and not browser else ""
    if network in LOOPBACK:
        network = ""
    how = {"network": network, "browser": browser, "until": until or FOR_GOOD}
    MutedGuest.objects.update_or_create(conversation=room, person=guest, defaults=how)


def muted_alike(user: User) -> models.QuerySet[MutedGuest]:
    """By what a guest says nothing on the whole site, as ``Entrance.muted_alike``."""
    everywhere = MutedGuest.objects.filter(conversation=None)
    return everywhere.filter(came_alike(user), until__gt=timezone.now())


def sweep() -> bool:
    """Forget some of what has ended; whether there may be more."""
    over = MutedGuest.objects.filter(until__lte=timezone.now())
    return delete_some(over.order_by("until"))
