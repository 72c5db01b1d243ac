"""How much one person may do to others in a while, and have at once.

An allowance is a token bucket in one row of the database for each person and kind: so
much at once, and so much in its time in the long run. The database counts, not Redis
or the process: so it is right over however many processes there are, what a verb has
spent comes back if that verb fails, and it holds while Redis is away. Nothing of it is
asked on the way of a post into a conversation that is there.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models.functions import Greatest
from django.utils import timezone

from chat.models.people.user import User
from chat.models.tables.some import delete_some
from chat.wire.errors import RateLimited, TooMany
from chat.words import sentence

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


@dataclass(frozen=True)
class Kind:
    """What is allowed so many times (a setting) in ``period`` milliseconds.

    Without a setting: once. ``guests``: the setting for those who have no account, if
    it is another.
    """

    name: str
    period: int
    setting: str
    detail: str
    guests: str = ""

    def most(self, user: User) -> int:
        """How many times this person may do it."""
        if not self.setting:
            return 1
        is_other = user.guest and self.guests
        return int(getattr(settings, self.guests if is_other else self.setting))


OFFERS = Kind(
    "offers",
    DAY,
    "CHAT_OFFERS_PER_DAY",
    sentence("You have invited many people today: invite more of them later."),
)
ROOMS = Kind(
    "rooms",
    DAY,
    "CHAT_ROOMS_MADE_PER_DAY",
    sentence("You have made many rooms today: make another one later."),
)
DIRECTS = Kind(
    "directs",
    HOUR,
    "CHAT_DIRECTS_PER_HOUR",
    sentence(
        "You have written to many people for the first time: write to others later."
    ),
    "CHAT_GUEST_DIRECTS_PER_HOUR",
)
# Of a room everybody there is told who comes and who goes; and nobody goes more often
# than they come.
JOINS = Kind(
    "joins",
    HOUR,
    "CHAT_JOINS_PER_HOUR",
    sentence("You have entered many rooms: enter another one later."),
)
TOPICS = Kind(
    "topics",
    MINUTE,
    "CHAT_TOPICS_PER_MINUTE",
    sentence("You have set many topics: try again in a moment."),
)


# Each is told to all of the room, and stays in its log.
STEERINGS = Kind(
    "steerings",
    MINUTE,
    "CHAT_STEERINGS_PER_MINUTE",
    sentence("You have changed much in rooms: try again in a moment."),
)


# Everybody is told.
SAID_OF_ONESELF = Kind(
    "statuses",
    MINUTE,
    "CHAT_STATUSES_PER_MINUTE",
    sentence("You have often said how you are: try again in a moment."),
)


# Everybody is told, and nobody else has the name before for a while.
RENAMES = Kind(
    "renames",
    DAY,
    "CHAT_RENAMES_PER_DAY",
    sentence("You have often changed your name: change it again later."),
)


class AllowanceManager(models.Manager["Allowance"]):
    def sweep(self) -> bool:
        """Delete some that have long been whole again; whether there may be more."""
        return delete_some(self.filter(until__lte=_now() - DAY))


class Allowance(models.Model):
    """How much of one kind a person has used up: it has grown back by ``until``."""

    # The constraint's own index begins with it. The database does not hold it: a
    # version that does not know of this table deletes people beside this one.
    user = models.ForeignKey(
        User,
        models.CASCADE,
        related_name="allowances",
        db_index=False,
        db_constraint=False,
    )
    kind = models.CharField(max_length=30)
    # Milliseconds since 1970.
    until = models.BigIntegerField(default=0, db_default=0)

    objects = AllowanceManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="one_allowance")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user}"


def spend(user: User, kind: Kind) -> None:
    """Use up one of an allowance, in the transaction of the verb that does it.

    Where a verb changes a log, the log's row comes first: who waits for an allowance
    holds logs, and who holds an allowance waits for none.

    Raises:
        RateLimited: there is none left; ``retry`` says when there will be.
    """
    now = _now()
    step = kind.period // kind.most(user)
    its = Allowance.objects.filter(user=user, kind=kind.name)
    new = Allowance(user=user, kind=kind.name)
    Allowance.objects.bulk_create([new], ignore_conflicts=True)
    # One statement asks and takes: of two processes, the second sees the first's.
    free = its.filter(until__lte=now + kind.period - step)
    if not free.update(until=Greatest("until", now) + step):
        until = its.values_list("until", flat=True).first() or now
        wait = until + step - kind.period - now
        raise RateLimited(kind.detail, retry=max(1, wait) / 1000)


def require_few_rooms(user: User) -> None:
    """See, after somebody was put into a room, that they are not in too many.

    Raises:
        TooMany
    """
    # Of two processes that do so at once, the second sees what the first has done.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    most = settings.CHAT_ROOMS_PER_PERSON
    if user.memberships.filter(conversation__kind="room").count() > most:
        raise TooMany(
            "Nobody can be in more than {count} room: leave one first.",
            "Nobody can be in more than {count} rooms: leave one first.",
            count=most,
        )


def _now() -> int:
    return int(timezone.now().timestamp() * 1000)
