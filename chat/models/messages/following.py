"""How far each follower of the logs has come, in the database.

A follower is named; for each conversation it has a number, up to which it has done its
work. Many processes share that: whoever works on a conversation holds its row for
``HOLD``, and whoever was killed at it is succeeded when that has lapsed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from chat.models.messages.message import Message
from chat.models.rooms.conversation import Conversation

# How the names of those begin who want what is old as well, when it is brought from
# elsewhere: they make something of all that was said. Whoever has one adds it in their
# app's ``ready()``; for the others what is old has been done.
OF_ALL: list[str] = []
# As long as a lease of presence: who is at work renews it in good time.
HOLD = timedelta(seconds=15)


class Position(models.Model):
    """``seq``: everything up to there is done; ``holder``: who is at what follows."""

    follower = models.CharField(max_length=40)
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="+", db_index=False
    )
    seq = models.PositiveBigIntegerField(default=0, db_default=0)
    holder = models.CharField(max_length=32, blank=True, default="", db_default="")
    held_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "follower"], name="one_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.follower} at {self.seq} of {self.conversation_id}"


def begin(follower: str, *, anew: bool = False) -> None:
    """Have a new follower begin where the logs end; one that is known goes on, unless
    it is to begin ``anew``.
    """
    with transaction.atomic():
        # Another process may begin at the same moment: it waits, and finds it begun.
        Conversation.objects.select_for_update().order_by("pk").first()
        known = Position.objects.filter(follower=follower)
        if anew:
            known.delete()
        if known.exists():
            return
        ends = Conversation.objects.values_list("pk", "head")
        Position.objects.bulk_create(
            Position(follower=follower, conversation_id=number, seq=head)
            for number, head in ends
        )


def of_what_is_new() -> QuerySet[Position]:
    """How far those have come who do nothing about what is old."""
    found = Position.objects.all()
    for name in OF_ALL:
        found = found.exclude(follower__startswith=name)
    return found


def behind(
    follower: str, most: int, after: int = 0, until: datetime | None = None
) -> list[int]:
    """Conversations in which there is something to do, and nobody is at it.

    In their order, and of numbers above ``after``; also where it is ahead of the log.
    ``until``: only where that has to do with a message that was said by then.
    """
    now = timezone.now()
    own = Position.objects.filter(follower=follower, conversation=OuterRef("pk"))
    done = Coalesce(Subquery(own.values("seq")), Value(0))
    found = (
        Conversation.objects.annotate(done=done)
        .filter(~models.Exists(own.filter(held_until__gt=now)), pk__gt=after)
        .exclude(head=F("done"))
        .order_by("pk")
    )
    if until is not None:
        said = Message.objects.filter(
            conversation=OuterRef("pk"), changed__gt=OuterRef("done"), at__lte=until
        )
        found = found.filter(models.Exists(said) | Q(head__lt=F("done")))
    return list(found.values_list("pk", flat=True)[:most])


def take(follower: str, conversation: int, holder: str) -> int | None:
    """Begin to work on a conversation; return up to where it is done.

    None: somebody else is at it, or it is gone.
    """
    now = timezone.now()
    with transaction.atomic():
        if not Conversation.objects.filter(pk=conversation).exists():
            return None
        position, _ = Position.objects.get_or_create(
            follower=follower, conversation_id=conversation
        )
        free = Q(held_until=None) | Q(held_until__lte=now)
        taken = Position.objects.filter(free, pk=position.pk)
        if not taken.update(holder=holder, held_until=now + HOLD):
            return None
        position.refresh_from_db(fields=["seq"])
    return position.seq


def renew(follower: str, conversation: int, holder: str) -> None:
    """The work on it goes on, and is not to be taken over."""
    mine = _held(follower, conversation, holder)
    mine.update(held_until=timezone.now() + HOLD)


def advance(follower: str, conversation: int, holder: str, seq: int) -> bool:
    """Everything up to ``seq`` is done, and what follows is begun.

    False: it was held for too long, and somebody else is at it.
    """
    mine = _held(follower, conversation, holder)
    return bool(mine.update(seq=seq, held_until=timezone.now() + HOLD))


def leave(
    follower: str, conversation: int, holder: str, seq: int, *, pause: timedelta
) -> None:
    """Everything up to ``seq`` is done; somebody may go on after a ``pause``."""
    mine = _held(follower, conversation, holder)
    mine.update(seq=seq, holder="", held_until=timezone.now() + pause)


def done(follower: str, conversation: int, seq: int) -> None:
    """Everything up to there is done, whoever is at it just now."""
    if not Conversation.objects.filter(pk=conversation).exists():
        return
    position, _ = Position.objects.get_or_create(
        follower=follower, conversation_id=conversation
    )
    Position.objects.filter(pk=position.pk, seq__lt=seq).update(seq=seq)


def go_back(conversation: int, seq: int) -> None:
    """Have those who want what is old come by all again that is behind ``seq``.

    Whoever is at it just now is succeeded by somebody who begins there.
    """
    for name in OF_ALL:
        ahead = Position.objects.filter(
            follower__startswith=name, conversation=conversation, seq__gt=seq
        )
        ahead.update(seq=seq, holder="", held_until=None)


def _held(follower: str, conversation: int, holder: str) -> QuerySet[Position]:
    return Position.objects.filter(
        follower=follower, conversation=conversation, holder=holder
    )
