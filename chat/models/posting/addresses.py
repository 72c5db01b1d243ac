"""Where a post is meant to go, if it does not say its place's number.

``"#room"`` is a room, ``"@name"`` the direct conversation with whoever has that name,
``"&7"`` the group of that number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Sized

from django.db.backends.utils import CursorWrapper as Cursor

from chat.models.messages.log import pair_of
from chat.models.names.former_room import FormerRoom
from chat.models.people.user import User
from chat.models.posting.draft import Draft
from chat.models.posting.statements import NUMBERS
from chat.models.rooms.conversation import Conversation
from chat.text.names import address_key, room_key
from chat.wire.errors import ChatError, Malformed, NoSuchUser
from chat.words import sentence

NO_ADDRESS = sentence('"to" is a conversation\'s number, "#room", "&7" or "@name".')
# A number that the database can have.
_GROUP = re.compile(r"&([1-9][0-9]{0,17})\Z", re.ASCII)


def group_number(to: str) -> int | None:
    """The number in ``"&7"``; None if that is no such address."""
    found = _GROUP.match(to.strip())
    return int(found[1]) if found else None


def other_in(direct: Conversation, user: User) -> User:
    """With whom somebody has a direct conversation; they themselves, of their notes."""
    low, high = direct.people
    return User.objects.get(pk=high if low == user.pk else low)


def resolve(drafts: Sequence[Draft]) -> None:
    """Understand each address; who is meant by ``"@name"`` is one query for all."""
    keys = {address_key(str(draft.to)) for draft in drafts if _is_name(draft.to)}
    found = User.objects.filter(key__in=keys) if keys else ()
    people = {user.key: user for user in found}
    people |= User.objects.formerly(keys - people.keys()) if keys else {}
    for draft in drafts:
        try:
            _resolve(draft, str(draft.to), people)
        except ChatError as error:
            draft.trouble = error


def _resolve(draft: Draft, to: str, people: dict[str, User]) -> None:
    if to.startswith("#"):
        draft.address = ("name", room_key(to))
    elif number := group_number(to):
        draft.number = number
    elif not _is_name(to):
        raise Malformed(NO_ADDRESS)
    elif other := people.get(address_key(to)):
        draft.address = ("pair", pair_of(draft.author.pk, other.pk))
        draft.other = other
    else:
        raise NoSuchUser


def _is_name(to: int | str) -> bool:
    return str(to).startswith("@")


def find(cursor: Cursor, drafts: Sequence[Draft]) -> None:
    """Find the numbers of the places that are meant by something else."""
    wanted: dict[str, set[str]] = {}
    for draft in drafts:
        if draft.address is not None:
            column, value = draft.address
            wanted.setdefault(column, set()).add(value)
    if not wanted:
        return
    if "name" in wanted:
        wanted["key"] = wanted["name"]
    terms = (f"{column} IN ({_marks(its)})" for column, its in wanted.items())
    values = [value for its in wanted.values() for value in its]
    cursor.execute(NUMBERS.format(" OR ".join(terms)), values)
    numbers: dict[tuple[str, str], int] = {}
    for number, name, key, pair in cursor:
        numbers["name", name] = numbers["name", key] = numbers["pair", pair] = number
    lost = {key for key in wanted.get("name", ()) if ("name", key) not in numbers}
    for key, room in (Conversation.objects.formerly(lost) if lost else {}).items():
        numbers["name", key] = room.pk
    for draft in drafts:
        if draft.address is not None:
            draft.number = numbers.get(draft.address)


def _marks(values: Sized) -> str:
    return ", ".join(["%s"] * len(values))


def is_addressed(place: Conversation, to: int | str, sender: User) -> bool:
    """Whether ``to`` meant this conversation when ``sender`` wrote to it."""
    if isinstance(to, int):
        return place.pk == to
    if to.startswith("#"):
        key = room_key(to)
        is_its = place.is_room and key in (place.name, place.key)
        return is_its or FormerRoom.objects.filter(conversation=place, key=key).exists()
    if number := group_number(to):
        return place.pk == number
    if place.pair is None or not to.startswith("@"):
        return False
    other = other_in(place, sender)
    return to[1:] == other.address or other.was_called(to[1:])
