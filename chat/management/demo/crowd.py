"""Who is in a big site of made-up people, and where they talk.

As in life: everybody is in the lobby, some rooms are huge, most are small, and all
talk with a few. What is said is shared out alike, by Zipf's law.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, chain
from random import Random
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from chat.models import Conversation, Membership, Message, User
from chat.models.messages.log import changing, pair_of
from chat.text.names import key_of

# No password is hashed to that: nobody comes in by it, and it tells who was made up.
PASSWORD = "!made-up"  # noqa: S105
ROOM = "made-up-"
FIRST_NAMES = (
    *("Ada", "Bela", "Cem", "Dora", "Emil", "Fatou", "Goro", "Hanna"),
    *("Ivo", "Jana", "Kofi", "Lena", "Mika", "Noor", "Oskar", "Priya"),
)
DIRECTS_EACH = 2
FEWEST_MEMBERS = 3
SHARE_OF_ROOMS = 0.8


class Place(NamedTuple):
    """A conversation's number, and those of its people: who says most comes first."""

    number: int
    people: Sequence[int]


class Crowd(NamedTuple):
    """``weights`` are summed up: which part of all is said in a place, or before it."""

    places: list[Place]
    weights: list[float]


def find() -> Crowd | None:
    """The crowd that is here already."""
    people = list(made_up().values_list("pk", flat=True))
    return _crowd(people) if people else None


def make(people: int, rooms: int, chance: Random) -> Crowd:
    """Let them in, and open their rooms and their direct conversations."""
    with changing():
        numbers = [user.pk for user in User.objects.bulk_create(_people(people))]
        chance.shuffle(numbers)
        lobby = Conversation.objects.lobby()
        found = Conversation.objects.bulk_create(_rooms(rooms - 1))
        _join((lobby, person) for person in numbers)
        for rank, room in enumerate(found):
            size = min(people, max(FEWEST_MEMBERS, people // (rank + 2)))
            _join((room, person) for person in chance.sample(numbers, size))
        directs = Conversation.objects.bulk_create(_directs(sorted(numbers)))
        _join((direct, person) for direct in directs for person in direct.people)
    return _crowd(numbers)


def others_have_spoken() -> bool:
    """Whether anybody has said something here who was not made up."""
    said = Message.objects.filter(author=OuterRef("pk"))
    real = User.objects.exclude(password=PASSWORD)
    return bool(real.filter(Exists(said)).exists())


def made_up() -> QuerySet[User]:
    """Whoever was made up."""
    return User.objects.filter(password=PASSWORD)


def _crowd(people: Collection[int]) -> Crowd:
    """The places of these people, the liveliest of each kind first."""
    rows = Membership.objects.filter(user__in=made_up()).order_by("pk")
    members: dict[int, list[int]] = {}
    for number, person in rows.values_list("conversation_id", "user_id"):
        members.setdefault(number, []).append(person)
    ours = Conversation.objects.filter(name__startswith=ROOM)
    rooms = ours.order_by("pk").values_list("pk", flat=True)
    lobby = Conversation.objects.lobby().pk
    known = {lobby, *rooms}
    directs = [number for number in members if number not in known]
    numbers = [lobby, *rooms, *directs]
    shares = chain(
        _zipf(len(known), SHARE_OF_ROOMS), _zipf(len(directs), 1 - SHARE_OF_ROOMS)
    )
    return Crowd([Place(n, members[n]) for n in numbers], list(accumulate(shares)))


def _zipf(count: int, share: float) -> Iterator[float]:
    """How much of that share each has: the second half of the first, and so on."""
    whole = sum(1 / rank for rank in range(1, count + 1))
    return (share / rank / whole for rank in range(1, count + 1))


def _people(count: int) -> Iterator[User]:
    for which in range(count):
        name = f"{FIRST_NAMES[which % len(FIRST_NAMES)]}-{which + 1}"
        yield User(name=name, key=key_of(name), password=PASSWORD)


def _rooms(count: int) -> Iterator[Conversation]:
    for which in range(count):
        topic = f"What is talked about in room {which + 1}"
        yield Conversation(
            kind=Conversation.ROOM, name=f"{ROOM}{which + 1}", topic=topic
        )


def _directs(people: Sequence[int]) -> Iterator[Conversation]:
    """Everybody talks with the next ones."""
    for apart in range(1, DIRECTS_EACH + 1):
        for one, other in zip(people, people[apart:], strict=False):
            yield Conversation(kind=Conversation.DIRECT, pair=pair_of(one, other))


def _join(places: Iterable[tuple[Conversation, int]]) -> None:
    Membership.objects.bulk_create(
        [Membership(conversation=place, user_id=person) for place, person in places],
        batch_size=10_000,
    )
