"""Words that change a message: that of a number, or the last one here."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from chat.desktop.core.history.messages import Message
from chat.desktop.core.requests import OFFLINE
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.sending.deletions import UNDO_SECONDS
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import (
    WITH_WORDS,
    Unfit,
    Verbs,
    about,
    place_at,
    with_message,
)

NOTHING_SAID = "You have said nothing here that is there now."
NO_SUCH = "There is no message {} in {}: a number in front is a message's."
NOT_YOURS_TO_EDIT = "You can only edit your own messages."
NOT_YOURS = "You can only delete your own messages."
GONE = "That message has been deleted."
GOES = f"Message {{}} is deleted in {UNDO_SECONDS:.0f} seconds: /undo keeps it."
VERBS = Verbs()
_REACTION = re.compile(r"(?:([1-9][0-9]{0,10})\s+)?(\S+)(?:\s+([#@&]\S+))?\Z")


@VERBS.row(
    "/edit [@bob] [43] text",
    "say your message 43, or your last one, in other words; a number is a message's",
)
def _edit(person: Person, rest: str) -> bool:
    meant = WITH_WORDS.match(rest)
    if meant is not None:
        place = place_at(person, meant[1])
        if place is not None:
            _edit_at(person, place, int(meant[2]), meant[3])
        return place is not None
    if rest and (last := _last(person)) is not None:
        _require_line(person)
        _ask(person, person.here.at(last.seq), f"/edit {last.seq} ", rest)
    return bool(rest)


@VERBS.row("/delete [43] [#dev]", "take your message 43, or your last one, back")
def _delete(person: Person, rest: str) -> bool:
    if rest:
        return about(person, rest, partial(_delete_at, person))
    if (last := _last(person)) is not None:
        _begin(person, person.here, last)
    return True


@VERBS.row("/undo", "do not delete what you are about to")
def _undo(person: Person, rest: str) -> bool:
    is_there = person.chat.kept.deletions.undo_last()
    person.note("It stays." if is_there else "Nothing is about to be deleted.")
    return True


@VERBS.row("/react [43] 👍 [#dev]", "react to message 43, or to the last one here")
def _react(person: Person, rest: str) -> bool:
    return _reaction(person, rest, on=True)


@VERBS.row("/unreact [43] 👍 [#dev]", "take that back")
def _unreact(person: Person, rest: str) -> bool:
    return _reaction(person, rest, on=False)


# --- Steps ----------------------------------------------------------------------------


def _last(person: Person) -> Message | None:
    last = person.last
    if last is None:
        person.note(NOTHING_SAID)
    return last


def _edit_at(person: Person, place: Conversation, seq: int, body: str) -> None:
    """What cannot be is refused at once, as far as the message is here."""
    _require_line(person)
    message = place.messages.get(seq) if place.messages is not None else None
    if message is None and _is_none(place, seq):
        raise Unfit(NO_SUCH.format(seq, place.name))
    if message is not None and message.author != person.chat.you.id:
        raise Unfit(NOT_YOURS_TO_EDIT)
    if message is not None and message.deleted:
        raise Unfit(GONE)
    where = "" if place is person.here else f"{place.name} "
    _ask(person, place.at(seq), f"/edit {where}{seq} ", body)


def _require_line(person: Person) -> None:
    if not person.chat.requests.is_up:
        raise Unfit(OFFLINE.detail)


def _ask(person: Person, place: dict[str, Any], words: str, body: str) -> None:
    person.ask_or_keep(words + body, "edit", **place, body=body)


def _is_none(place: Conversation, seq: int) -> bool:
    """Whether nothing that was said there has that number, as far as is known."""
    messages = place.messages
    if seq > place.log.head:
        return True
    if messages is None or messages.get(seq) is not None or seq > place.log.number:
        return False
    return not messages.more or seq > (messages.first or seq)


def _delete_at(person: Person, place: Conversation, seq: int) -> None:
    with_message(person, place, seq, partial(_begin, person, place))


def _begin(person: Person, place: Conversation, message: Message) -> None:
    """As by the menu: nobody hears of it until it cannot be taken back."""
    if message.author != person.chat.you.id:
        person.note(NOT_YOURS)
    elif message.deleted:
        person.note(GONE)
    else:
        person.chat.kept.deletions.begin(place, message)
        person.note(GOES.format(message.seq))


def _reaction(person: Person, rest: str, *, on: bool) -> bool:
    meant = _REACTION.match(rest)
    place = place_at(person, meant[3]) if meant is not None else None
    if meant is None or place is None:
        return False
    last = place.messages.last if place.messages is not None else None
    if meant[1] is None and last is None:
        person.note("Nothing was said there.")
        return True
    seq = int(meant[1]) if last is None or meant[1] else last.seq
    person.chat.change("react", place, seq, emoji=meant[2], on=on)
    return True
