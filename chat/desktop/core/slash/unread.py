"""Words about what is unread, what of it is news, and who has read what."""

from __future__ import annotations

import re

from chat.desktop.core.history.messages import Event
from chat.desktop.core.reading.levels import LEVELS
from chat.desktop.core.reading.news import with_news
from chat.desktop.core.reading.unread import sign_of
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import Verbs, is_word, place_at

VERBS = Verbs()
_LEVEL = re.compile(r"(?:(all|mentions|nothing)(?!\S))?\s*(\S*)")


@VERBS.row(
    "/notify [mentions] [#dev]",
    "what is news to you here: all, mentions or nothing",
)
def _notify(person: Person, rest: str) -> bool:
    found = _LEVEL.fullmatch(rest)
    place = place_at(person, found[2]) if found is not None else None
    if found is None or place is None:
        return found is not None
    if found[1]:
        _set_level(person, place, found[1])
    else:
        person.note(LEVELS[place.level].format(place.name))
    return True


@VERBS.row("/mute", "have this conversation call for no attention, or do so again")
def _mute(person: Person, rest: str) -> bool:
    is_muted = person.here.level == "nothing"
    _set_level(person, person.here, "all" if is_muted else "nothing")
    return True


@VERBS.row(
    "/unread [#dev]",
    "what you have not read; with a name, have the last word there unread",
)
def _unread(person: Person, rest: str) -> bool:
    if rest and not is_word(rest):
        return False
    if not rest:
        news = with_news(person.chat.conversations)
        told = ", ".join(f"{each.name} ({sign_of(each)})" for each in news)
        person.note(f"Unread: {told}" if told else "You have read everything.")
        return True

    def marked(event: Event) -> None:
        place = event["conversation"]["name"]
        person.note(f"Unread again: {place} ({event['conversation']['unread']})")

    place = place_at(person, rest)
    if place is not None:
        person.chat.ask("unread", marked, conversation=place.id)
    return True


@VERBS.row("/seen [#dev]", "who has read what you have said last")
def _seen(person: Person, rest: str) -> bool:
    if rest and not is_word(rest):
        return False
    place = place_at(person, rest)

    def came(event: Event) -> None:
        name = place.name if place is not None else ""
        names = ", ".join(each["name"] for each in event["people"])
        said = f"What you have said last in {name} was read by {names}."
        none = f"Of those who show it nobody has read it in {name} yet."
        person.note(said if names else none)

    if place is not None:
        person.chat.ask("readers", came, conversation=place.id)
    return True


@VERBS.row("/receipts on", "show others what you have read, or not: off")
def _receipts(person: Person, rest: str) -> bool:
    on = {"on": True, "off": False}.get(rest.lower())
    if on is None:
        return False
    shown = "Others see what you have read, and you what they have."
    kept = "Nobody sees what you have read, nor you what they have."
    person.chat.ask("receipts", lambda _: person.note(shown if on else kept), on=on)
    return True


def _set_level(person: Person, place: Conversation, level: str) -> None:
    def done(event: Event) -> None:
        person.note(LEVELS[event["level"]].format(place.name))

    person.chat.attention.levels.set(place, done, level=level)
