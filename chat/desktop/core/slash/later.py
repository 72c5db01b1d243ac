"""What is to be said later: kept by the server, listed with numbers, taken off."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from chat.desktop.core.checks import is_place
from chat.desktop.core.content.quotes import excerpt
from chat.desktop.core.history.messages import Event
from chat.desktop.core.sending.moments import moment_in
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import Verbs
from chat.desktop.core.times import local

# Of a message's words, in a list.
WORDS_MOST = 100
_ABOUT = re.compile(r"(now|cancel) ([1-9]\d{0,2})", re.ASCII)
VERBS = Verbs()


@VERBS.row(
    "/later [@bob] [+20m tea]",
    "send it later: +20m, +2h, 18:30 or 2026-12-01 09:00; alone: what waits;"
    " /later cancel 2, /later now 2",
)
def _later(person: Person, rest: str) -> bool:
    later = person.chat.kept.later
    if not rest:
        later.ask(lambda event: person.note(*_lines(event["messages"])))
        return True
    if about := _ABOUT.fullmatch(rest):
        later.ask(lambda event: _change(person, event["messages"], *about.groups()))
        return True
    here = person.here
    place, when = here.name if here.id is None else here.id, rest
    if is_place(rest):
        place, _, when = rest.partition(" ")
    found = moment_in(when.lstrip(), datetime.now())
    if found is None or not found[1]:
        return False
    later.schedule(place, found[1], found[0], _noting(person))
    return True


def _change(person: Person, all: list[Any], what: str, typed: str) -> None:
    number, later = int(typed), person.chat.kept.later
    if number > len(all):
        person.note(f"There is no number {number} in the list: /later shows it.")
        return
    id = all[number - 1]["id"]
    if what == "now":
        later.change(id, _noting(person), now=True)
    else:
        later.cancel(id, _noting(person))


def _noting(person: Person) -> Callable[[Event], None]:
    def answered(event: Event) -> None:
        if event["type"] == "scheduled":
            person.note(*map(line_of, event["messages"]))
        elif "seq" in event:
            person.note("It has been sent already.")
        else:
            person.note("That is not sent later any more.")

    return answered


def _lines(all: list[Any]) -> list[str]:
    lines = [f"{number}. {line_of(each)}" for number, each in enumerate(all, 1)]
    return lines or ["Nothing of yours is to be sent later."]


def line_of(one: Event) -> str:
    """Where, when and what; or why it could not be said."""
    words = excerpt(one["body"], WORDS_MOST)
    if "detail" in one:
        return f"Not sent to {one['name']}: {words} ({one['detail']})"
    return f"To be sent to {one['name']} at {local(one['at']):%Y-%m-%d %H:%M}: {words}"
