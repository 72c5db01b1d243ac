"""Telling those who look after a room, or the site, of what is not as it should be."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from chat.wire.commands.base import Command, Limit, Number, Seq, Word
from chat.wire.limits import HISTORY_DEFAULT, REASON_CHARACTERS
from chat.wire.reports import Outcome, Which

__all__ = ["HandleReport", "ListReports", "MakeReport"]

Why = Annotated[
    str, Meta(extra_json_schema={"minLength": 1, "maxLength": REASON_CHARACTERS})
]
WhatWasDone = Annotated[str, Meta(extra_json_schema={"maxLength": REASON_CHARACTERS})]


class MakeReport(Command, tag="report"):
    """Report a message, by ``conversation`` and ``seq``; or somebody, by ``name``.

    What was said in a room is seen by its moderators and by those who moderate the
    whole site; what was said elsewhere, and a person, by the latter alone. They see
    the message and three before it as they stand now, and nothing else. Whoever is
    reported is not told, and does not see it.

    Answer: ``reported``. Your other connections hear it, too. What you have reported
        already, and what waits, is the same report.
    reason: why: one line.
    name: whom; without a message.
    author: their number, if it is known.
    no-such-user: nobody has that name.
    not-allowed: the message has been deleted; or it is you.
    too-long: of the reason.
    malformed: there is no reason; or it is neither a message nor somebody.
    too-many: so many of yours wait, or of all.
    rate-limited: you have reported much in this hour, or, of guests, others where you
        are.
    """

    reason: Why
    conversation: Number | None = None
    seq: Number | None = None
    epoch: Seq | None = None
    name: Word | None = None
    author: Number | None = None


class ListReports(Command, tag="reports"):
    """Ask for reports: the last first.

    Answer: ``reports``.
    which: those that wait for you (``open``), those that were ``handled`` of these, or
        your ``own``.
    conversation: those of that room alone; if absent, of wherever you look after. Not
        of your own.
    before: only those below that number: of the last one of the page before.
    limit: reports at most.
    not-allowed: of that one they are others' to see.
    """

    which: Which = "open"
    conversation: Number | None = None
    before: Number | None = None
    limit: Limit = HISTORY_DEFAULT


class HandleReport(Command, tag="handle"):
    """Say what became of a report; each is handled once.

    Answer: ``handled``. Whoever has reported hears ``reported``; the others who see it
        hear ``queue``.
    report: its number.
    outcome: ``acted``: something was done; or ``dismissed``.
    word: what; whoever has reported reads it, and not by whom it is.
    no-such-conversation: there is no such report, or it is others' to see.
    not-allowed: somebody has handled it.
    too-long: of the word.
    """

    report: Number
    outcome: Outcome
    word: WhatWasDone = ""


ReportCommand = MakeReport | ListReports | HandleReport
