"""What one can switch to: rooms, people, and what can be done, as one list, whatever is
known of it here or was found on the server.

The twin of the page's ``places.js``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from chat.desktop.core.finding.fold import place_of
from chat.desktop.core.finding.match import fit, units
from chat.desktop.core.history.messages import Event
from chat.desktop.core.people.roster import Roster
from chat.desktop.core.reading.unread import sign_of
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.titles import title_of

MOST = 40
# What can be done stands behind places that fit as well.
BEHIND = 30
OF_KIND = {"#": "room", "@": "person", ">": "action"}


@dataclass(frozen=True)
class Place:
    """``kind``: ``room``, ``person``, ``action`` or ``message``. ``name`` is what is
    compared; ``key`` tells it from all others, also in what was used; ``said`` is told
    beside it. ``room``: of the wire, one that this person is not in.
    """

    kind: str
    key: str
    name: str
    said: str = ""
    conversation: Conversation | None = None
    number: int | None = None
    room: Event | None = None
    act: Callable[[], None] | None = None


@dataclass(frozen=True)
class Elsewhere:
    """What was found on the server, of what was typed before, perhaps."""

    people: Sequence[Event] = ()
    rooms: Sequence[Event] = ()
    messages: Sequence[Place] = ()


def found_until(typed: str, found: Elsewhere) -> Elsewhere:
    """What of it may be shown until there is an answer to what is typed by now."""
    text = typed.strip()
    if not text:
        return Elsewhere()
    return replace(found, messages=()) if text[0] in OF_KIND else found


def places_of(
    conversations: Iterable[Conversation],
    roster: Roster,
    you: int,
    elsewhere: Elsewhere,
) -> list[Place]:
    """Each room and each person once, without oneself."""
    found = [_of(each, you) for each in conversations]
    found += [_person(name, roster.number_of(name)) for name in roster.names]
    found += [_person(each["name"], each["id"]) for each in elsewhere.people]
    found += [_room(each["name"], room=each) for each in elsewhere.rooms]
    places: dict[str, Place] = {}
    for place in found:
        places.setdefault(place.key, place)
    # Oneself is there with one's notes.
    own = places.get(f"person {you}")
    if own is not None and own.conversation is None:
        del places[own.key]
    return list(places.values())


def ranked(
    typed: str, places: Iterable[Place], worth: Callable[[str], float]
) -> list[Place]:
    """Those that fit, the best first, as they were used; of nothing typed the latest
    used.
    """
    text = typed.strip()
    kind = OF_KIND.get(text[:1])
    text = text[1:] if kind else text
    among = [each for each in places if kind in (None, each.kind)]
    graded = []
    for place in sorted(among, key=lambda each: place_of(each.name)):
        used = worth(place.key)
        by = fit(text, _bare(place)) if text else 1
        is_offered = by > 0 if text or kind else _is_offered_untyped(place, used)
        if is_offered:
            more = 0 if text else _urgency(place)
            behind = BEHIND if place.kind == "action" else 0
            graded.append((behind - by - used - more, units(place.name), place))
    graded.sort(key=lambda row: row[:2])
    return [place for *_, place in graded[:MOST]]


def _bare(place: Place) -> str:
    return place.name.lstrip("#") if place.kind == "room" else place.name


def _is_offered_untyped(place: Place, used: float) -> bool:
    """What was never used is not offered, but for conversations."""
    return used > 0 or place.kind == "room" or place.conversation is not None


def _urgency(place: Place) -> int:
    """What has something unread comes before what was used, unless it is to be left
    alone.
    """
    talk = place.conversation
    if talk is None:
        return 0
    return 20 + (not talk.is_room) if sign_of(talk).is_news else 1


def _of(conversation: Conversation, you: int) -> Place:
    if conversation.is_room:
        return _room(conversation.name, conversation)
    title = title_of(conversation, you)
    if conversation.kind == "group":
        return Place("person", conversation.name, title, conversation=conversation)
    return _person(title, conversation.person, conversation)


def _room(
    name: str, conversation: Conversation | None = None, room: Event | None = None
) -> Place:
    said = conversation.topic if conversation is not None else ""
    if room is not None:
        said = room.get("topic") or "Join"
    return Place("room", f"room {name}", name, said, conversation, room=room)


def _person(
    name: str, number: int | None, conversation: Conversation | None = None
) -> Place:
    key = f"person {name if number is None else number}"
    return Place("person", key, name, conversation=conversation, number=number)
