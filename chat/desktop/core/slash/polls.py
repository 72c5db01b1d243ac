"""Words about polls. A poll is meant by its message's number, or is the last one."""

from __future__ import annotations

import re
from uuid import uuid4

from chat.desktop.core.checks import text
from chat.desktop.core.content.polls import asked_in, choice_in, poll_in
from chat.desktop.core.history.messages import Event
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import Verbs, place_at

VERBS = Verbs()
_NUMBERED = re.compile(r"(?:(close)\b\s*)?([1-9][0-9]{0,10})?(?:\s*([#@&]\S+))?", re.I)


@VERBS.row(
    "/poll [many] Lunch? | Pizza | Soup",
    "ask everybody; alone: the last poll; /poll 43; /poll close 43",
)
def _poll(person: Person, rest: str) -> bool:
    if asked := asked_in(rest):
        to = person.here.id or person.here.name
        person.ask("poll", to=to, id=str(uuid4()), reads=True, **asked)
        return True
    found = _NUMBERED.fullmatch(rest)
    place = place_at(person, found[3] if found else "")
    if found is None or place is None:
        return found is not None
    about = {"conversation": place.id, "seq": found[2] and int(found[2])}
    if found[1]:
        person.ask("close_poll", **about)
    else:
        person.chat.ask("polls", lambda page: _show(person, page), limit=1, **about)
    return True


@VERBS.row(
    "/vote [43] 2",
    "choose, of poll 43, or of the last one; 1,3: several; none: nothing",
)
def _vote(person: Person, rest: str) -> bool:
    choice = choice_in(rest)
    if choice is None:
        return False
    place = place_at(person, choice.pop("where"))
    if place is not None:
        person.ask("vote", conversation=place.id, **choice)
    return True


@VERBS.row("/voters 43 [#dev]", "who has chosen what of poll 43")
def _voters(person: Person, rest: str) -> bool:
    found = _NUMBERED.fullmatch(rest)
    if found is None or found[1] or not found[2]:
        return False
    place = place_at(person, found[3])

    def came(event: Event) -> None:
        blocks = person.chat.conversations.blocks
        for number, people in enumerate(event["voters"], start=1):
            heard = [each["name"] for each in people if not blocks.has(each["id"])]
            person.note(f"{number}. {', '.join(heard)}")

    if place is not None:
        person.chat.ask("voters", came, conversation=place.id, seq=int(found[2]))
    return True


def _show(person: Person, page: Event) -> None:
    """Each option in a line, so that its number is seen."""
    if not page["messages"]:
        person.note("There is no poll here.")
    for each in page["messages"]:
        poll, question = poll_in(each["poll"]), text(each["body"]).partition("\n")[0]
        closed = " (closed)" if poll["closed"] else ""
        lines = [f"Poll {each['seq']} by {each['from']}: {question}{closed}"]
        for number, option in enumerate(poll["options"], start=1):
            own = " (your choice)" if number in poll["mine"] else ""
            lines.append(f"{number}. {option['text']}: {option['votes']}{own}")
        person.note(*lines)
