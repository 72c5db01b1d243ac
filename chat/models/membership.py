"""A person in a conversation, and how far they have read it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db import models, transaction
from django.db.models import Case, Count, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.models.user import User

if TYPE_CHECKING:
    from chat.models.conversation import Conversation

# Unread messages are counted among this many numbers of the log, so that somebody who
# has not looked for a year costs no more than somebody who looked this morning.
UNREAD_MOST = 100


class Membership(models.Model):
    conversation = models.ForeignKey(
        "chat.Conversation", models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    read = models.PositiveBigIntegerField(default=0)
    joined = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "user"], name="one_membership"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.conversation}"

    def mark_read(self, seq: int) -> None:
        """Everything up to ``seq`` has been read; it never goes back."""
        with transaction.atomic():
            # Monotonic in the database: two connections may report at the same moment.
            moved = Membership.objects.filter(pk=self.pk, read__lt=seq).update(read=seq)
            if moved:
                event = wire.Read(conversation=self.conversation_id, seq=seq)
                announce([person_group(self.user_id)], event)


def conversations_of(
    user: User, only: Conversation | None = None
) -> list[wire.Conversation]:
    """A person's conversations as they see them: lobby, rooms, directs."""
    return conversations_of_each([user.pk], only)[user.pk]


def conversations_of_each(
    people: Collection[int], only: Conversation | None = None
) -> dict[int, list[wire.Conversation]]:
    """The conversations of each of these people, in two queries for all of them."""
    found = Membership.objects.filter(user__in=people)
    if only is not None:
        found = found.filter(conversation=only)
    columns = found.annotate(unread=_unread()).values_list(*_FIELDS)
    rows = [_Row(*row) for row in columns]
    names = _names_of({row.other for row in rows if row.pair})
    seen: dict[int, list[wire.Conversation]] = {person: [] for person in people}
    for row in rows:
        if row.name is not None or row.other in names:
            seen[row.user].append(row.as_seen(names))
    for each in seen.values():
        each.sort(key=_sidebar_order)
    return seen


def people_of(pair: str) -> tuple[int, int]:
    """The numbers of the two people of a direct conversation."""
    low, high = pair.split(":")
    return int(low), int(high)


class _Row(NamedTuple):
    """A membership with its conversation: ``name`` of a room, ``pair`` of a direct."""

    user: int
    read: int
    number: int
    kind: str
    name: str | None
    pair: str | None
    topic: str
    private: bool
    head: int
    unread: int

    @property
    def other(self) -> int:
        """The number of a direct conversation's other person; 0 of a room's."""
        if self.pair is None:
            return 0
        low, high = people_of(self.pair)
        return high if low == self.user else low

    def as_seen(self, names: dict[int, str]) -> wire.Conversation:
        is_far_behind = self.head - self.read > UNREAD_MOST
        return wire.Conversation(
            id=self.number,
            kind=self.kind,
            name=f"@{names[self.other]}" if self.pair else f"#{self.name}",
            topic=self.topic,
            head=self.head,
            read=self.read,
            private=self.private or self.pair is not None,
            unread=UNREAD_MOST if is_far_behind else self.unread,
        )


_FIELDS = (
    *("user_id", "read", "conversation_id", "conversation__kind"),
    *("conversation__name", "conversation__pair", "conversation__topic"),
    *("conversation__private", "conversation__head", "unread"),
)


def _unread() -> Any:
    messages = (
        apps.get_model("chat.Message")
        .objects.filter(
            conversation=OuterRef("conversation"),
            seq__gt=OuterRef("read"),
            seq__lte=OuterRef("read") + UNREAD_MOST,
            deleted=False,
        )
        .exclude(author=OuterRef("user"))
        .order_by()
        .values("conversation")
        .annotate(count=Count("pk"))
    )
    counted = Coalesce(Subquery(messages.values("count")), 0)
    # Most have read everything: there is nothing to count then.
    return Case(When(conversation__head=F("read"), then=Value(0)), default=counted)


def _names_of(people: set[int]) -> dict[int, str]:
    """What tells each of them from all others, by number."""
    found = User.objects.filter(pk__in=people).only("name", "key") if people else ()
    return {user.pk: user.address for user in found}


def _sidebar_order(seen: wire.Conversation) -> tuple[bool, bool, str]:
    return seen.kind == "direct", seen.name != "#lobby", seen.name.casefold()
