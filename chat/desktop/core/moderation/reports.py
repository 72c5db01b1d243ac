"""What this person reports, and what waits for them, if they look after a room or more.

The twin of the page's ``reports.js``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chat.desktop.core.history.messages import Event
from chat.desktop.core.requests import Answered, Requests
from chat.desktop.core.rooms.conversation import Conversation

PAGE = 20
OUTCOMES = {"acted": "something was done", "dismissed": "nothing was to be done"}


class Reports:
    """``waiting``: how many do, as far as was told; ``told(sentence)`` says so."""

    def __init__(self, requests: Requests, told: Callable[[str], None]) -> None:
        self.waiting = 0
        self._requests = requests
        self._told = told

    @property
    def hears(self) -> dict[str, Callable[[Event], None]]:
        """What it is told of by the server, by types."""
        return {
            "queue": self.hear_queue,
            "reports": self.hear_reports,
            "reported": self.hear_reported,
        }

    # --- Acts -------------------------------------------------------------------------

    def report(self, here: Conversation, seq: int, reason: str, came: Answered) -> None:
        """Have a message looked at by who moderates."""
        self._ask("report", came, **here.at(seq), reason=reason)

    def report_person(self, name: str, reason: str, came: Answered) -> None:
        """Have somebody looked at."""
        self._ask("report", came, name=name, reason=reason)

    def page(self, which: str, before: int | None, came: Answered) -> None:
        """A page of what waits (``open``), was ``handled``, or is one's ``own``."""
        where = {} if before is None else {"before": before}
        self._ask("reports", came, which=which, limit=PAGE, **where)

    def handle(self, number: int, outcome: str, word: str, came: Answered) -> None:
        """Say what became of a report."""
        self._ask("handle", came, report=number, outcome=outcome, word=word)

    # --- What the server says ---------------------------------------------------------

    def hear_queue(self, event: Event) -> None:
        """A report has come, or was handled."""
        self.waiting = count = event["open"]
        if event["new"]:
            one = "1 report waits: /reports shows it."
            many = f"{count} reports wait: /reports shows them."
            self._told(one if count == 1 else many)

    def hear_reports(self, event: Event) -> None:
        """A page has come, which says how many wait."""
        self.waiting = event["open"]

    def hear_reported(self, event: Event) -> None:
        """What this person has reported was handled, if it was."""
        its = event["report"]
        if "outcome" in its:
            whom, how = its["whom"], outcome_of(its)
            self._told(f"What you have reported of {whom} was handled: {how}")

    def _ask(self, type: str, came: Answered, **fields: Any) -> None:
        self._requests.ask({"type": type, **fields}, came)


def outcome_of(its: Event) -> str:
    """What became of a report, with the word of who has handled it."""
    how = OUTCOMES.get(its["outcome"], str(its["outcome"]))
    return f"{how} ({its['word']})" if its.get("word") else how
