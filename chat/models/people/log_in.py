"""By what an account is in: a list for its person, who can end each.

A log-in of the page is a session of Django's. Who comes to a TCP door says the password
each time: one door and one address are a row. An app password is in a list of its own,
and a guest has none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone

from chat.delivery.announce import close_connections
from chat.models.people.user import User
from chat.models.tables.some import delete_some
from chat.wire.errors import LoginRequired

KEPT_FOR = timedelta(days=30)
# Beyond, whichever was used longest ago ends.
LOG_INS_EACH = 50
# What names one of a TCP door, before its number.
_DOOR = "door:"


class LogIn(models.Model):
    """``session``: the key of the page's, which opens the account as it does in its own
    table; empty of a TCP door. ``agent``: what the browser says that it is.
    """

    # The version before deletes people without knowing of this table.
    user = models.ForeignKey(
        User, models.CASCADE, related_name="log_ins", db_constraint=False
    )
    session = models.CharField(max_length=40, blank=True, default="")
    door = models.CharField(max_length=16)
    agent = models.CharField(max_length=40, blank=True, default="")
    address = models.CharField(max_length=64)
    epoch = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    used = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["session"],
                condition=models.Q(session__gt=""),
                name="one_log_in_of_session",
            ),
            models.UniqueConstraint(
                fields=["user", "door", "address"],
                condition=models.Q(session=""),
                name="one_log_in_of_door",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} by {self.door} from {self.address}"

    @property
    def key(self) -> str:
        """What its connections are known by: see ``close_connections``."""
        return self.session or f"{_DOOR}{self.pk}"

    def end(self) -> None:
        """Nobody is in by it any more; who knows the password comes in anew."""
        with transaction.atomic():
            if self.session:
                Session.objects.filter(pk=self.session).delete()
            close_connections(self.user_id, LoginRequired.code, key=self.key)
            self.delete()


def used_at_page(user: User, session: str, agent: str, address: str) -> None:
    """They are in by that session of Django's."""
    which = {"user": user, "session": session, "door": "browser"}
    _used(which, user, agent=agent[:40], address=address[:64])


def used_at_door(user: User, door: str, address: str) -> str:
    """Somebody has come in there by their password; returns the ``key``."""
    which = {"user": user, "session": "", "door": door[:16], "address": address[:64]}
    return _used(which, user).key


def log_ins_of(user: User) -> list[LogIn]:
    """Those that are good still, the last used first."""
    mine = list(user.log_ins.filter(epoch=user.epoch).order_by("-used", "-pk"))
    named = [each.session for each in mine if each.session]
    there = Session.objects.filter(pk__in=named, expire_date__gt=timezone.now())
    good = {"", *there.values_list("pk", flat=True)}
    return [each for each in mine if each.session in good]


def mark_used(keys: Collection[str]) -> None:
    """There are connections just now that have come by them."""
    numbers = _numbers(keys).values()
    which = models.Q(session__in={*keys}) | models.Q(pk__in=numbers)
    LogIn.objects.filter(which).update(used=timezone.now())


def ended_among(keys: Collection[str]) -> set[str]:
    """Those of a TCP door that were ended."""
    known = _numbers(keys)
    there = {*LogIn.objects.filter(pk__in=known.values()).values_list("pk", flat=True)}
    return {key for key, number in known.items() if number not in there}


def sweep() -> bool:
    """Forget some that nobody has used for long; whether there may be more."""
    old = LogIn.objects.filter(used__lt=timezone.now() - KEPT_FOR)
    return delete_some(old.order_by("used"))


def _used(which: dict[str, Any], user: User, **more: str) -> LogIn:
    row, is_new = LogIn.objects.update_or_create(
        **which, defaults={"used": timezone.now(), "epoch": user.epoch, **more}
    )
    if is_new:
        beyond = user.log_ins.order_by("-used", "-pk")[LOG_INS_EACH:]
        for each in beyond:
            each.end()
    return row


def _numbers(keys: Iterable[str]) -> dict[str, int]:
    return {key: int(key[len(_DOOR) :]) for key in keys if key.startswith(_DOOR)}
