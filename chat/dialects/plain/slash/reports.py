"""Reports at the plain door: making one, and what waits for who moderates."""

from __future__ import annotations

from functools import partial

from msgspec import UNSET

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.phrases import LINES_MOST, minute
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.arguments import is_number, name_in
from chat.dialects.plain.slash.replying import with_words
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import REPORTS_OF_A_PAGE, Talk
from chat.words import plural, sentence

WHICH: dict[str, wire.Which] = {"": "open", "handled": "handled", "own": "own"}
NONE: dict[wire.Which, str] = {
    "open": sentence("No report waits for you."),
    "handled": sentence("No report was handled of late."),
    "own": sentence("You have reported nothing."),
}
OUTCOMES: dict[wire.Outcome, str] = {
    "acted": sentence("something was done"),
    "dismissed": sentence("nothing was to be done"),
}
WAITING = plural(
    "{count} report waits: /reports shows it.",
    "{count} reports wait: /reports shows them.",
)


# --- What is asked for ----------------------------------------------------------------


@verb(
    "/report [@bob] 43 why",
    sentence("have message 43 looked at by moderators, or bob: /report bob why"),
)
def _report(talk: Talk, rest: str) -> Received | None:
    return with_words(talk, rest, _of_message) or _of_person(rest)


def _of_message(conversation: int, seq: int, body: str) -> wire.MakeReport:
    return wire.MakeReport(conversation=conversation, seq=seq, reason=body)


def _of_person(rest: str) -> Received | None:
    name, _, reason = rest.partition(" ")
    is_name = name and name[0] not in "#&" and not is_number(name)
    if not (is_name and reason.strip()):
        return None
    return wire.MakeReport(name=name_in(name), reason=reason.strip())


@verb(
    "/reports [own]",
    sentence("what was reported, and waits for you; handled; own: what you reported"),
)
def _reports(talk: Talk, rest: str) -> Received | None:
    which = WHICH.get(rest.lower())
    return which and wire.ListReports(which=which, limit=REPORTS_OF_A_PAGE)


@verb("/handled 3 [what]", sentence("say what was done about report 3; it is told"))
def _acted(talk: Talk, rest: str) -> Received | None:
    return _handled(rest, "acted")


@verb("/dismiss 3 [why]", sentence("say that nothing is to be done about report 3"))
def _dismissed(talk: Talk, rest: str) -> Received | None:
    return _handled(rest, "dismissed")


def _handled(rest: str, outcome: wire.Outcome) -> Received | None:
    number, _, word = rest.partition(" ")
    if not is_number(number):
        return None
    done = partial(wire.HandleReport, outcome=outcome, word=word.strip())
    return done(report=int(number))


# --- What is told ---------------------------------------------------------------------


@lines_of.register
def _queue(event: wire.Queue, talk: Talk) -> list[str]:
    return [talk.notice(*WAITING, count=event.open)] if event.new else []


@lines_of.register
def _reported(event: wire.Reported, talk: Talk) -> list[str]:
    its = event.report
    if its.outcome is UNSET:
        return [talk.notice("You have reported {whom}: {reason}", **_named(its))]
    text = sentence("What you have reported of {whom} was handled: {outcome}")
    return [talk.notice(text, whom=its.whom, outcome=_outcome(its, talk))]


@lines_of.register
def _told(event: wire.Handled, talk: Talk) -> list[str]:
    its = event.report
    text = sentence("Report {number} is handled: {outcome}")
    return [talk.notice(text, number=its.report, outcome=_outcome(its, talk))]


@lines_of.register
def _listed(event: wire.Reports, talk: Talk) -> list[str]:
    if not event.reports:
        return [talk.notice(NONE[event.which])]
    lines = [line for each in event.reports for line in _shown(each, talk)]
    return [*lines, talk.notice("And more: /more shows them.")] if event.more else lines


def _shown(its: wire.Report, talk: Talk) -> list[str]:
    about = f"{its.whom}: {its.reason}"
    if its.place is not UNSET:
        text = sentence("{whom} in {place}: {reason}")
        about = talk.words(text, place=its.place, **_named(its))
    if its.by is not UNSET:
        about += f" ({talk.words('reported by {name}', name=its.by)})"
    lines = [f"* {its.report} [{minute(its.at)}] {about}"]
    for each in its.said or ():
        lead = f"*   {each.sender}{'' if each.action is True else ':'}"
        lines += [f"{lead} {line}" for line in each.body.split("\n")[:LINES_MOST]]
    return lines if its.outcome is UNSET else [*lines, f"*   = {_outcome(its, talk)}"]


def _named(its: wire.Report) -> dict[str, str]:
    return {"whom": its.whom, "reason": its.reason}


def _outcome(its: wire.Report, talk: Talk) -> str:
    how = "" if its.outcome is UNSET else talk.words(OUTCOMES[its.outcome])
    return f"{how} ({its.word})" if its.word else how
