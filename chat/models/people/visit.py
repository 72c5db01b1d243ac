"""From where, and by which browser, people came of late: asked for when one is banned.

A person has ``VISITS_EACH`` of them, and none is kept for longer than ``KEPT_FOR``.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone

from chat.models.people.user import User
from chat.models.tables.some import delete_some
from chat.net.networks import network_of

VISITS_EACH = 5
KEPT_FOR = timedelta(days=30)


class Visit(models.Model):
    """``epoch`` is the person's at that moment: an older one has ended."""

    # The version before this may delete a guest, and knows nothing of visits.
    user = models.ForeignKey(
        User,
        models.CASCADE,
        related_name="visits",
        db_index=False,
        db_constraint=False,
    )
    address = models.CharField(max_length=64)
    browser = models.CharField(max_length=32, blank=True, default="")
    epoch = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "address", "browser"], name="one_visit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} from {self.address}"


def record_visit(user: User, address: str, browser: str) -> None:
    """Somebody has come in."""
    Visit.objects.update_or_create(
        user=user,
        address=address[:64],
        browser=browser[:32],
        defaults={"at": timezone.now(), "epoch": user.epoch},
    )
    mine = Visit.objects.filter(user=user).order_by("-at")
    beyond = mine.values_list("pk", flat=True)[VISITS_EACH:]
    Visit.objects.filter(pk__in=list(beyond)).delete()


def last_visit(user: User) -> Visit | None:
    """By what somebody came last, as far as it is known."""
    return Visit.objects.filter(user=user).order_by("-at").first()


def came_alike(user: User) -> models.Q:
    """Of rows that say by which ``browser`` a ``person`` came, or, if by none, from
    which ``network``: somebody's own, and a guest's also those of who came as they did.
    """
    its = models.Q(person=user)
    if user.guest:
        visits = list(Visit.objects.filter(user=user).values_list("address", "browser"))
        browsers = {browser for _, browser in visits} - {""}
        bare = {network_of(address) for address, browser in visits if not browser}
        its |= models.Q(browser__in=browsers) | models.Q(network__in=bare - {""})
    return its


def forget_visits() -> bool:
    """Forget some of who came from where, when it is long ago; whether there may be
    more.
    """
    old = Visit.objects.filter(at__lt=timezone.now() - KEPT_FOR)
    return delete_some(old.order_by("at"))
