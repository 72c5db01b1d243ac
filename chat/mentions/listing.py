"""The messages that name somebody, from all conversations that they are in."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from chat import wire
from chat.mentions.models import Mention
from chat.models import Membership, Message, User, conversations_of
from chat.models.additions import Place
from chat.models.messages import history
from chat.models.messages.renewal import Spent
from chat.models.people.blocks import Block


def page(
    user: User, before: int | None, limit: int, spent: Spent | None = None
) -> wire.Mentions:
    """The newest, or those next ``before`` that place; ``spent`` as of a history."""
    rows = _rows(user, before, limit + 1)
    shown, more = rows[:limit], len(rows) > limit
    numbers = {row.conversation_id for row in shown}
    seen = {each.id: each for each in conversations_of(user, numbers)}
    # What is out of the way, or was left a moment ago, is not among them.
    mine = [_place(row) for row in shown if row.conversation_id in seen]
    messages = history.those(list(dict.fromkeys(mine)), spent)
    left = [row for row in shown if _place(row) in {*mine} - {*messages}]
    if left:  # it was too much for one page
        shown, more = shown[: shown.index(left[0])], True
    found = {
        place: messages[place] for place in map(_place, shown) if place in messages
    }
    return wire.Mentions(
        mentions=[
            wire.Mentioning(conversation=n, name=seen[n].name, message=message)
            for (n, _), message in found.items()
        ],
        upto=shown[-1].pk if shown else 0,
        more=more,
    )


def _place(row: Mention) -> Place:
    return row.conversation_id, row.seq


def _rows(user: User, before: int | None, limit: int) -> list[Mention]:
    """What names them, and what calls a room in which they were; newest first."""
    found = _readable(user)
    if before is not None and (last := Mention.objects.filter(pk=before).first()):
        found = found.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    there = Membership.objects.filter(
        user=user, conversation=OuterRef("conversation"), joined__lte=OuterRef("at")
    )
    called = found.filter(Exists(there), person=None, names="room")
    rows = [*found.filter(person=user)[:limit], *called[:limit]]
    rows.sort(key=lambda row: (row.at, row.pk), reverse=True)
    return rows[:limit]


def _readable(user: User) -> QuerySet[Mention]:
    """Of messages by others, whom they have not blocked, where they are."""
    here = Membership.objects.filter(user=user, conversation=OuterRef("conversation"))
    blocked = Block.objects.filter(blocker=user, blocked=OuterRef("author"))
    said = Message.objects.filter(
        ~Exists(blocked),
        conversation=OuterRef("conversation"),
        seq=OuterRef("seq"),
        deleted=False,
    )
    by_others = said.exclude(author=user)
    return Mention.objects.filter(Exists(here), Exists(by_others)).order_by(
        "-at", "-pk"
    )
