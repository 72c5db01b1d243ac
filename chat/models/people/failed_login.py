"""Who was tried, from where, how often, and when last: for whoever runs the site.

In the database, because it is asked for after a night in which Redis may have been
restarted; a row for a name and a network, and no more than ``KEPT`` of them.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone

from chat.models.tables.some import delete_some
from chat.text.names import key_of, person_name
from chat.wire.errors import NameInvalid

KEPT = 1000
KEPT_FOR = timedelta(days=30)
# Its rows are counted once in so many new ones.
_COUNTED_EACH = 50
NO_NAME = "(no name)"


class FailedLogin(models.Model):
    """``name`` is its key; what can be no name may be a password, and is not kept."""

    name = models.CharField(max_length=120)
    network = models.CharField(max_length=64)
    times = models.PositiveIntegerField(default=0)
    first = models.DateTimeField(default=timezone.now)
    last = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "failed log-in"
        constraints = [
            models.UniqueConstraint(fields=["name", "network"], name="one_failure")
        ]

    def __str__(self) -> str:
        return f"{self.name} from {self.network}"


def note_failure(name: str, network: str) -> None:
    """Somebody did not know the password of that name."""
    try:
        key = key_of(person_name(name))
    except NameInvalid:
        key = NO_NAME
    row, is_new = FailedLogin.objects.get_or_create(name=key, network=network[:64])
    FailedLogin.objects.filter(pk=row.pk).update(
        times=models.F("times") + 1, last=timezone.now()
    )
    if is_new and row.pk % _COUNTED_EACH == 0:
        _trim()


def forget_failures() -> bool:
    """Forget some of what is old; whether there may be more."""
    old = FailedLogin.objects.filter(last__lt=timezone.now() - KEPT_FOR)
    may_be_more = delete_some(old.order_by("last"))
    if not may_be_more:
        _trim()
    return may_be_more


def _trim() -> None:
    newest = FailedLogin.objects.order_by("-last")
    beyond = newest.values_list("last", flat=True)[KEPT : KEPT + 1]
    for last in beyond:
        FailedLogin.objects.filter(last__lte=last).delete()
