"""Words about what is not as it should be: reporting it, and handling what waits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from chat.desktop.core.history.messages import Event
from chat.desktop.core.moderation.reports import outcome_of
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import WITH_WORDS, Verbs, place_at
from chat.desktop.core.times import minute

VERBS = Verbs()
WHICH = {"": "open", "handled": "handled", "own": "own"}
NONE = {
    "open": "No report waits for you.",
    "handled": "No report was handled of late.",
    "own": "You have reported nothing.",
}
_PERSON = re.compile(r"@?([^#@&0-9]\S*)\s+(\S.*)\Z", re.DOTALL)
_HANDLED = re.compile(r"([1-9][0-9]{0,10})(?:\s+(\S.*))?\Z", re.DOTALL)


@VERBS.row(
    "/report [@bob] 43 why",
    "have message 43 looked at by moderators, or bob: /report bob why",
)
def _report(person: Person, rest: str) -> bool:
    reports = person.chat.reports
    if message := WITH_WORDS.match(rest):
        place = place_at(person, message[1])
        if place is None:
            return False
        reports.report(place, int(message[2]), message[3], partial(_reported, person))
        return True
    whom = _PERSON.match(rest)
    if whom is not None:
        reports.report_person(whom[1], whom[2], partial(_reported, person))
    return whom is not None


@VERBS.row(
    "/reports [own]",
    "what was reported, and waits for you; handled; own: what you reported",
)
def _reports(person: Person, rest: str) -> bool:
    which = WHICH.get(rest.lower())
    if which is not None:
        _list(person, which, None)
    return which is not None


@VERBS.row("/handled 3 [what]", "say what was done about report 3; it is told")
def _acted(person: Person, rest: str) -> bool:
    return _handle(person, rest, "acted")


@VERBS.row("/dismiss 3 [why]", "say that nothing is to be done about report 3")
def _dismissed(person: Person, rest: str) -> bool:
    return _handle(person, rest, "dismissed")


def _handle(person: Person, rest: str, outcome: str) -> bool:
    meant = _HANDLED.match(rest)
    if meant is not None:
        number, word = int(meant[1]), meant[2] or ""
        person.chat.reports.handle(number, outcome, word, partial(_handled, person))
    return meant is not None


def _list(person: Person, which: str, before: int | None) -> None:
    def came(event: Event) -> None:
        person.chat.rest = None
        lines = [line for each in event["reports"] for line in _lines(each)]
        if event["more"]:
            last = event["reports"][-1]["report"]
            person.chat.rest = lambda person: _list(person, which, last)
            lines.append("And more: /more shows them.")
        person.note(*(lines or [NONE[which]]))

    person.chat.reports.page(which, before, came)


def _reported(person: Person, event: Event) -> None:
    its = event["report"]
    if "outcome" not in its:
        person.note(f"You have reported {its['whom']}: {its['reason']}")


def _handled(person: Person, event: Event) -> None:
    its = event["report"]
    person.note(f"Report {its['report']} is handled: {outcome_of(its)}")


def _lines(its: Event) -> Iterator[str]:
    where = f" in {its['place']}" if "place" in its else ""
    by = f" (reported by {its['by']})" if "by" in its else ""
    about = f"{its['whom']}{where}: {its['reason']}{by}"
    yield f"{its['report']}  [{minute(its['at'])}] {about}"
    for each in its.get("said", ()):
        does = each.get("action", False)
        yield f"    {each['from']}{'' if does else ':'} {each['body']}"
    if "outcome" in its:
        yield f"    = {outcome_of(its)}"
