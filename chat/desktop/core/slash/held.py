"""Words that are held back in a room, and what waits for a moderator."""

from __future__ import annotations

import re

from chat.desktop.core.history.messages import Event
from chat.desktop.core.moderation.held import line_of
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import Verbs

VERBS = Verbs()
ACTS = {"hold": "hold", "refuse": "refuse", "allow": "nothing"}
PATTERN_CHARACTERS = 60
_NUMBERED = re.compile(r"([1-9]\d{0,9})(?:\s+(.*))?", re.ASCII | re.DOTALL)


@VERBS.row(
    "/words [hold casino*]",
    "have words of this room wait for a moderator (hold casino*) or not said"
    " (refuse poker | why), or end that (allow poker); alone: which",
)
def _words(person: Person, rest: str) -> bool:
    def came(event: Event) -> None:
        person.note(*_lines(person.here.name, event["patterns"]))

    here = person.here.id
    if not rest:
        person.chat.ask("patterns", came, conversation=here)
        return True
    act, _, more = rest.partition(" ")
    pattern, _, reason = map(str.strip, more.partition("|"))
    if act.lower() not in ACTS or not 0 < len(pattern) <= PATTERN_CHARACTERS:
        return False
    its = {"pattern": pattern, "act": ACTS[act.lower()], "reason": reason}
    person.chat.ask("pattern", came, conversation=here, **its)
    return True


@VERBS.row("/held", "what waits for a moderator, yours and what you decide")
def _held(person: Person, rest: str) -> bool:
    _list(person, 0)
    return True


def _list(person: Person, after: int) -> None:
    def came(event: Event) -> None:
        person.chat.rest = None
        lines = [line_of(each) for each in event["messages"]]
        if event.get("more"):
            last = event["messages"][-1]["number"]
            person.chat.rest = lambda person: _list(person, last)
            lines.append("And more: /more shows them.")
        person.note(*(lines or ["Nothing waits for a moderator."]))

    person.chat.ask("holds", came, **({"after": after} if after else {}))


@VERBS.row("/approve 7", "have what waits by that number said")
def _approve(person: Person, rest: str) -> bool:
    found = _NUMBERED.fullmatch(rest)
    if found is None or found[2]:
        return False
    _decide(person, "approve", held=int(found[1]))
    return True


@VERBS.row("/refuse 7 [why]", "have it not said; of yours, take it back")
def _refuse(person: Person, rest: str) -> bool:
    found = _NUMBERED.fullmatch(rest)
    if found is not None:
        _decide(person, "refuse", held=int(found[1]), reason=found[2] or "")
    return found is not None


def _decide(person: Person, type: str, **fields: object) -> None:
    def came(event: Event) -> None:
        how = "said now" if "seq" in event else "not said"
        person.note(f"Number {event['number']} is {how}.")

    person.chat.ask(type, came, **fields)


def _lines(room: str, patterns: list[Event]) -> list[str]:
    texts = {
        "hold": f"What waits for a moderator in {room}",
        "refuse": f"What is not said in {room}",
    }
    lines = []
    for act, text in texts.items():
        if words := [each["pattern"] for each in patterns if each["act"] == act]:
            lines.append(f"{text}: {', '.join(words)}")
    return lines or [f"No words of {room} wait for a moderator, or are refused."]
