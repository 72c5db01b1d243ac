"""Who is in a conversation, a page at a time, in the order of their names.

A page asks for no more than itself. In a place of few people these are put in order as
they are asked for; in one of many, which has a good part of all people, these are gone
through in their order by an index. Who is here is known by number: of those, too, only
a part is looked up for a page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from msgspec import UNSET

from chat import wire
from chat.models.members.membership import Membership
from chat.models.names.spellings import place
from chat.models.people.user import User
from chat.models.rooms.conversation import Conversation
from chat.text.fold import first_from, fold, place_of

FEW = 1000
# Of those who are here, so many are looked up at once, and so often for a page.
PART, PARTS_MOST = 500, 4
# Behind whatever begins alike, in the order of code points.
_LAST = "\U0010ffff"


class Stop(NamedTuple):
    """Somebody's place in the list: by what it is found, and by what of two alike."""

    folded: str
    other: str

    @classmethod
    def at(cls, cursor: str) -> Stop:
        folded, _, other = cursor.partition("\n")
        return cls(folded, other)

    @property
    def cursor(self) -> str:
        return f"{self.folded}\n{self.other}"


class Found(NamedTuple):
    """Where somebody stands, and their number."""

    stop: Stop
    number: int


def members(user: User, asked: wire.ListMembers, online: wire.Online) -> wire.Members:
    """A page of them; ``online``: who is here now.

    Raises:
        NoSuchConversation, NotAMember
    """
    number = asked.conversation
    Conversation.objects.numbered(number, user)
    total = Membership.objects.filter(conversation=number).count()
    if total <= FEW:
        found, behind = _of_few(asked, online.numbers)
    elif asked.here:
        found, behind = _of_those_here(asked, online)
    else:
        found, behind = _of_many(asked)
    return wire.Members(
        conversation=number,
        members=_told(number, [each.number for each in found], online.numbers),
        total=total,
        more=behind is not None,
        cursor=behind.cursor if behind else "",
    )


# --- The numbers of a page, and where it ends, if there are others --------------------


def _of_few(
    asked: wire.ListMembers, here: Collection[int]
) -> tuple[list[Found], Stop | None]:
    rows = Membership.objects.filter(conversation=asked.conversation)
    if asked.here:
        here = set(here)
    after, begin = Stop.at(asked.cursor), _begin(asked)
    found = [
        Found(Stop(folded, key), number)
        for folded, key, number in rows.values_list(
            place("user__"), "user__key", "user"
        )
        if folded.startswith(begin)
        and (folded, key) > after
        and (not asked.here or number in here)
    ]
    return _cut(sorted(found), asked.limit)


def _of_many(asked: wire.ListMembers) -> tuple[list[Found], Stop | None]:
    after, begin = Stop.at(asked.cursor), _begin(asked)
    rows = Membership.objects.filter(
        conversation=asked.conversation, user=OuterRef("pk")
    )
    people = User.objects.annotate(place=place()).filter(
        Exists(rows),
        Q(place__gt=after.folded) | Q(place=after.folded, key__gt=after.other),
        # What follows from that, for the index.
        place__gte=max(after.folded, begin),
    )
    if begin:
        people = people.filter(place__lt=begin + _LAST)
    ordered = people.order_by("place", "key").values_list("place", "key", "pk")
    found = [Found(Stop(*stop), pk) for *stop, pk in ordered[: asked.limit + 1]]
    return _cut(found, asked.limit)


def _of_those_here(
    asked: wire.ListMembers, online: wire.Online
) -> tuple[list[Found], Stop | None]:
    after, begin = Stop.at(asked.cursor), _begin(asked)
    start = first_from(online.users, begin)
    if asked.cursor:
        behind = bisect_right(online.users, place_of(after.other), key=place_of)
        start = max(start, behind)
    found: list[Found] = []
    end = start + PART * PARTS_MOST
    for at in range(start, end, PART):
        part = online.users[at : at + PART]
        whose = dict(zip(online.numbers[at : at + PART], part, strict=True))
        rows = Membership.objects.filter(
            conversation=asked.conversation, user__in=whose
        )
        members = set(rows.values_list("user", flat=True))
        for number, name in whose.items():
            stop = Stop(fold(name), name)
            if not stop.folded.startswith(begin):
                return _cut(found, asked.limit)
            if number in members:
                found.append(Found(stop, number))
        if len(found) > asked.limit:
            return _cut(found, asked.limit)
    last = online.users[:end][-1:]
    is_all = end >= len(online.users)
    return found, None if is_all else Stop(fold(last[0]), last[0])


def _begin(asked: wire.ListMembers) -> str:
    return fold(asked.match.strip().removeprefix("@"))


def _cut(found: list[Found], limit: int) -> tuple[list[Found], Stop | None]:
    page = found[:limit]
    return page, page[-1].stop if len(found) > limit else None


# --- What is told of them -------------------------------------------------------------


def _told(
    conversation: int, numbers: list[int], here: Collection[int]
) -> list[wire.Member]:
    rows = Membership.objects.filter(conversation=conversation, user__in=numbers)
    known = {row.user_id: row for row in rows.select_related("user")}
    here = set(here)
    # Who has gone since their place was found is not among them.
    return [
        _member(known[number], is_here=number in here)
        for number in numbers
        if number in known
    ]


def _member(its: Membership, *, is_here: bool) -> wire.Member:
    person = its.user.addressed
    return wire.Member(
        id=person.id,
        name=person.name,
        key=person.key,
        guest=person.guest,
        since=wire.timestamp(its.joined),
        role=its.role,
        until=wire.timestamp(its.muted_until) if its.muted_until else UNSET,
        moderates=its.user.is_staff or UNSET,
        here=is_here,
        seen=UNSET if is_here else wire.timestamp(its.user.seen),
    )
