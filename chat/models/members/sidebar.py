"""What each person sees of the conversations: their list, and what they hear.

Each is one or two queries, for however many people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Subquery,
    Value,
    When,
)
from msgspec import UNSET

from chat import wire
from chat.models import additions
from chat.models.members.membership import Membership, shown
from chat.models.messages.log import groups_of, people_of
from chat.models.messages.message import Message
from chat.models.people.blocks import Block
from chat.models.people.user import User
from chat.models.permissions import MUTED, acting_as
from chat.models.rooms.company import named
from chat.models.rooms.conversation import Conversation
from chat.models.rooms.steered import steered
from chat.text.fold import place_of
from chat.wire.errors import NotAMember

# So many unread messages are counted and no more, so that somebody who has not looked
# for a year costs no more than somebody who looked this morning.
UNREAD_MOST = 100
# By a person and a conversation that they are in: who else is in it.
Others = Mapping[tuple[int, int], Sequence[User]]


def conversations_of(
    user: User, among: Collection[int] | None = None
) -> list[wire.Conversation]:
    """A person's conversations as they see them: lobby, rooms, directs.

    ``among``: only those of these numbers.
    """
    return conversations_of_each([user.pk], among)[user.pk]


def conversations_of_each(
    people: Collection[int], among: Collection[int] | None = None
) -> dict[int, list[wire.Conversation]]:
    """The conversations of each of these people, in two queries for all of them; three
    where some are groups.
    """
    found = shown(Membership.objects.filter(user__in=people))
    if among is not None:
        found = found.filter(conversation__in=among)
    columns: Any = found.annotate(unread=counted_up_to(UNREAD_MOST))
    rows = [_Row(*row) for row in columns.values_list(*_FIELDS)]
    others = _others(rows)
    seen: dict[int, list[wire.Conversation]] = {person: [] for person in people}
    for row in rows:
        if row.name is not None or (row.user, row.number) in others:
            seen[row.user].append(row.as_seen(others))
    for person, each in seen.items():
        each.sort(key=partial(_sidebar_order, reader=person))
    for add in additions.CONVERSATIONS:
        add(seen)
    return seen


def as_seen_by(conversation: Conversation, user: User) -> wire.Conversation:
    """A conversation with this person's name for it and read state.

    Raises:
        NotAMember: this person is not in it, or does not see it, or not any more.
    """
    seen = conversations_of(user, among=[conversation.pk])
    if not seen:
        raise NotAMember  # gone out a moment ago
    return seen[0]


def groups_of_each(people: Collection[int]) -> dict[int, dict[int, tuple[str, ...]]]:
    """What each of these people hears: the groups by conversation, in one query."""
    found: dict[int, dict[int, tuple[str, ...]]] = {person: {} for person in people}
    rows = shown(Membership.objects.filter(user__in=people))
    for person, number, pair in rows.values_list(
        "user_id", "conversation_id", "conversation__pair"
    ):
        found[person][number] = groups_of(number, pair)
    return found


def counted_up_to(most: int) -> Any:
    """Of a membership: how many messages by others are unread, at most so many."""
    # In the order of the index: PostgreSQL would else look up all of them there first,
    # however few are counted.
    some = _unheard().order_by("seq").values("pk")[:most]
    # Most have read everything: there is nothing to count then.
    return Case(
        When(conversation__head=F("read"), then=Value(0)), default=_CountOf(some)
    )


# --- Steps ----------------------------------------------------------------------------


class _Row(NamedTuple):
    """A membership with its conversation: ``name`` of a room, ``pair`` of a direct."""

    user: int
    read: int
    number: int
    kind: str
    name: str | None
    key: str | None
    pair: str | None
    topic: str
    private: bool
    head: int
    epoch: int
    start: int
    level: wire.Level
    unlisted: bool
    role: str
    muted_until: datetime | None
    muted_reason: str
    is_staff: bool
    description: str
    speakers: str
    slow: int
    keep: int
    is_unlisted: bool
    locked: bool
    archived: bool
    unread: int

    @property
    def is_group(self) -> bool:
        return self.kind == Conversation.GROUP

    def as_seen(self, others: Others) -> wire.Conversation:
        people = others.get((self.user, self.number))
        called: dict[str, Any]
        called = {"name": f"#{self.name}", "key": f"#{self.key or self.name}"}
        if people is not None:
            called = named(self.number, people, is_group=self.is_group)
        is_gone = self.pair and people and people[0].is_released
        return wire.Conversation(
            id=self.number,
            kind=self.kind,
            topic=self.topic,
            head=self.head,
            read=self.read,
            private=self.private or self.pair is not None,
            unread=self.unread,
            gone=True if is_gone else UNSET,
            epoch=self.epoch,
            start=self.start or UNSET,
            level=self.level,
            hidden=self.unlisted or UNSET,
            **called,
            **self._steered(),
        )

    def _steered(self) -> dict[str, Any]:
        if self.name is None:
            return {}
        role = acting_as(self.role, is_staff=self.is_staff)
        muted: dict[str, Any] = {}
        # A version before lets speak again, and leaves the reason.
        if role is MUTED:
            until = self.muted_until and wire.timestamp(self.muted_until)
            muted = {"until": until, "reason": self.muted_reason}
        return steered(
            role,
            **muted,
            description=self.description,
            speakers=self.speakers,
            slow=self.slow,
            keep=self.keep,
            unlisted=self.is_unlisted,
            lock=self.locked,
            archived=self.archived,
        )


_FIELDS = (
    *("user_id", "read", "conversation_id", "conversation__kind"),
    *("conversation__name", "conversation__key", "conversation__pair"),
    *("conversation__topic", "conversation__private", "conversation__head"),
    *("conversation__epoch", "conversation__start"),
    *("level", "unlisted", "role", "muted_until", "muted_reason", "user__is_staff"),
    *("conversation__description", "conversation__speakers", "conversation__slow"),
    *("conversation__keep", "conversation__unlisted"),
    *("conversation__locked", "conversation__archived"),
    "unread",
)


class _CountOf(Subquery):
    """How many rows a query has: of one that is cut off, at most so many are read."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def _unheard() -> Any:
    """What the reader has not read, without their own and that of the blocked."""
    reader = OuterRef(OuterRef("user"))
    block = Block.objects.filter(blocker=reader, blocked=OuterRef("author"))
    return Message.objects.filter(
        ~Exists(block),
        conversation=OuterRef("conversation"),
        seq__gt=OuterRef("read"),
        deleted=False,
    ).exclude(author=OuterRef("user"))


def _others(rows: Collection[_Row]) -> Others:
    """Who else is in the direct ones, and the groups; in one's notes it is oneself."""
    numbers: dict[tuple[int, int], list[int]] = {}
    company = _company({row.number for row in rows if row.is_group})
    for row in rows:
        place = row.user, row.number
        if row.pair is not None:
            low, high = people_of(row.pair)
            numbers[place] = [high if low == row.user else low]
        elif row.is_group:
            numbers[place] = [one for one in company[row.number] if one != row.user]
    people = _people({number for its in numbers.values() for number in its})
    found = {
        place: [people[number] for number in its if number in people]
        for place, its in numbers.items()
    }
    # Of a direct one whose other person is gone nothing is left.
    is_there = {row.number for row in rows if row.is_group}
    return {at: its for at, its in found.items() if its or at[1] in is_there}


def _company(groups: set[int]) -> Mapping[int, list[int]]:
    """Who is in each of these groups."""
    found: dict[int, list[int]] = defaultdict(list)
    if groups:
        rows = Membership.objects.filter(conversation__in=groups)
        for number, person in rows.values_list("conversation_id", "user_id"):
            found[number].append(person)
    return found


def _people(numbers: set[int]) -> dict[int, User]:
    """Each of them by number, with what tells them from all others."""
    fields = "name", "key", "guest"
    found = User.objects.filter(pk__in=numbers).only(*fields) if numbers else ()
    return {user.pk: user for user in found}


def _sidebar_order(seen: wire.Conversation, reader: int) -> tuple[Any, ...]:
    """The lobby, other rooms, one's notes, talks of two or more."""
    names = [each.name for each in seen.people or ()] or [seen.name[1:]]
    is_first = seen.name == "#lobby" or seen.person == reader
    return seen.kind != "room", not is_first, place_of(", ".join(names))
