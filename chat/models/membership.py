"""A person in a conversation, and how far they have read it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from chat import wire
from chat.announce import announce, person_group
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
    memberships = user.memberships.select_related("conversation")
    if only is not None:
        memberships = memberships.filter(conversation=only)
    rows = list(memberships.annotate(unread=_unread(user)))
    names = _names_of_the_others(user, rows)
    seen = [_as_seen(membership, names) for membership in rows]
    return sorted(seen, key=_sidebar_order)


def _unread(user: User) -> Any:
    messages = (
        user.messages.model.objects.filter(
            conversation=OuterRef("conversation"),
            seq__gt=OuterRef("read"),
            seq__lte=OuterRef("read") + UNREAD_MOST,
            deleted=False,
        )
        .exclude(author=user)
        .order_by()
        .values("conversation")
        .annotate(count=Count("pk"))
    )
    return Coalesce(Subquery(messages.values("count")), 0)


def _names_of_the_others(user: User, rows: list[Membership]) -> dict[int, str]:
    """The other person's name by the number of the direct conversation."""
    others: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if not row.conversation.is_room:
            low, high = row.conversation.people
            others[high if low == user.pk else low].append(row.conversation_id)
    people = User.objects.filter(pk__in=others) if others else ()
    return {number: user.address for user in people for number in others[user.pk]}


def _as_seen(membership: Membership, names: dict[int, str]) -> wire.Conversation:
    conversation = membership.conversation
    behind = conversation.head - membership.read > UNREAD_MOST
    return wire.Conversation(
        id=conversation.pk,
        kind=conversation.kind,
        name=f"#{conversation.name}"
        if conversation.is_room
        else f"@{names[conversation.pk]}",
        topic=conversation.topic,
        head=conversation.head,
        read=membership.read,
        private=conversation.private or not conversation.is_room,
        unread=UNREAD_MOST if behind else membership.unread,
    )


def _sidebar_order(seen: wire.Conversation) -> tuple[bool, bool, str]:
    return seen.kind == "direct", seen.name != "#lobby", seen.name.casefold()
