"""Words about messages, which are meant by their numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from chat.desktop.core.content.quotes import Reply
from chat.desktop.core.finding.found import Found, Page
from chat.desktop.core.history.messages import Event, Message
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import (
    WITH_WORDS,
    Verbs,
    about,
    place_at,
    with_message,
)
from chat.desktop.core.times import clock, local

LISTED = 20
VERBS = Verbs()
_PLACE = re.compile(r"([#@&]?\S*)\Z")


# --- Replies --------------------------------------------------------------------------


@VERBS.row(
    "/reply [@bob] [43 yes]", "answer message 43; alone: the last ones, numbered"
)
def _reply(person: Person, rest: str) -> bool:
    meant = WITH_WORDS.match(rest)
    if meant is None:
        return _list_last(person, rest)
    place = place_at(person, meant[1])
    if place is None:
        return False
    here, body = place, meant[3]

    def answer(message: Message) -> None:
        reply = Reply(here.log.epoch or 0, message.quoted())
        person.chat.post(here, body, reply=reply)

    with_message(person, here, int(meant[2]), answer)
    return True


@VERBS.row("/replies 43 [#dev]", "what message 43 answers, and what answers it")
def _replies(person: Person, rest: str) -> bool:
    return about(person, rest, partial(_list, person, person.chat.kept.chain))


@VERBS.row("/around 43 [#dev]", "what was said around message 43, numbered")
def _around(person: Person, rest: str) -> bool:
    return about(person, rest, partial(_list, person, person.chat.kept.around))


# --- What is kept ---------------------------------------------------------------------


@VERBS.row("/pin 43 [#dev]", "have message 43 at hand for everybody here")
def _pin(person: Person, rest: str) -> bool:
    return about(person, rest, partial(person.chat.kept.pin, on=True))


@VERBS.row("/unpin 43 [#dev]", "no more")
def _unpin(person: Person, rest: str) -> bool:
    return about(person, rest, partial(person.chat.kept.pin, on=False))


@VERBS.row("/unpreview 43 [#dev]", "show no more where the link of message 43 leads")
def _unpreview(person: Person, rest: str) -> bool:
    return about(person, rest, partial(person.chat.change, "unpreview"))


@VERBS.row("/pins [#dev]", "what is pinned here, or elsewhere, with the numbers")
def _pins(person: Person, rest: str) -> bool:
    place = place_at(person, rest) if _PLACE.match(rest) else None
    if place is not None:
        person.chat.kept.pins(place, partial(_told, person, "Nothing is pinned there."))
    return place is not None


@VERBS.row("/save 43 [#dev]", "keep message 43 in a list of your own")
def _save(person: Person, rest: str) -> bool:
    return about(person, rest, partial(person.chat.kept.save, on=True))


@VERBS.row("/unsave 43 [#dev]", "take it off that list")
def _unsave(person: Person, rest: str) -> bool:
    return about(person, rest, partial(person.chat.kept.save, on=False))


@VERBS.row("/saved", "what you have saved, the last first")
def _saved(person: Person, rest: str) -> bool:
    none = "You have saved nothing."
    person.chat.kept.list_saved(None, partial(_told, person, none))
    return True


@VERBS.row("/versions 43 [#dev]", "what your message 43 said before")
def _versions(person: Person, rest: str) -> bool:
    def ask(place: Conversation, seq: int) -> None:
        person.chat.kept.versions(place, seq, partial(_told_versions, person))

    return about(person, rest, ask)


@VERBS.row("/why 43 [#dev]", "why you were notified of message 43, or not")
def _why(person: Person, rest: str) -> bool:
    def ask(place: Conversation, seq: int) -> None:
        person.chat.kept.why(place, seq, lambda event: person.note(*why_lines(event)))

    return about(person, rest, ask)


@VERBS.row("/mentions", "where you were named of late")
def _mentions(person: Person, rest: str) -> bool:
    none = "Nobody has named you."
    person.chat.kept.mentions(None, partial(_told, person, none))
    return True


# --- Steps ----------------------------------------------------------------------------


def _list(
    person: Person,
    ask: Callable[[Conversation, int, Callable[[Page], None]], None],
    place: Conversation,
    seq: int,
) -> None:
    ask(place, seq, partial(_told, person, "Nothing was said there."))


def _list_last(person: Person, rest: str) -> bool:
    """The last messages, with the numbers that a reply means them by."""
    place = place_at(person, rest) if _PLACE.match(rest) else None
    if place is None:
        return False
    said = [each for each in place.messages or () if each.is_there][-LISTED:]
    person.note(*(map(_numbered, said) if said else ["Nothing was said there."]))
    return True


def _told(person: Person, none: str, page: Page) -> None:
    person.note(*(map(_line, page.found) if page.found else [none]))


def _told_versions(person: Person, event: Event) -> None:
    for version in event["versions"]:
        at = f"{_when(version['at'])}  " if "at" in version else ""
        person.note(f"{at}{version['body']}")


def why_lines(event: Event) -> list[str]:
    """Whether somebody was notified, and what each rule has said to it."""
    rules = (f"{'✓' if it['passed'] else '✗'}  {it['text']}" for it in event["rules"])
    return [event["text"], *rules]


def _numbered(message: Message) -> str:
    return f"{message.seq}  [{clock(message.at)}] {message.sender}: {message.body}"


def _line(found: Found) -> str:
    """``"#dev 43  [31 Jan 12:00] ada: hi  (pinned by bob)"``"""
    said = f"{found.sender}: {found.words}" if found.sender else found.words
    note = f"  ({found.note})" if found.note else ""
    return f"{found.place} {found.seq}  [{_when(found.at)}] {said}{note}".lstrip()


def _when(at: str) -> str:
    return f"{local(at):%d %b %H:%M}"
