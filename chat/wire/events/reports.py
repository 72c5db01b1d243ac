"""What becomes of reports: for who makes them, and for who handles them."""

from __future__ import annotations

from chat.wire.events.base import Event
from chat.wire.reports import Report, Which

__all__ = ["Handled", "Queue", "Reported", "Reports"]


class Reported(Event, tag="reported"):
    """You have reported something, by this connection or another; or it was handled.

    report: as it is now.
    """

    report: Report


class Reports(Event, tag="reports"):
    """A page of reports.

    which: as it was asked.
    reports: the last first.
    more: there are others: ask for those before the last ``report``.
    open: how many wait for you, of all that you look after.
    """

    which: Which
    reports: list[Report]
    more: bool
    open: int


class Handled(Event, tag="handled"):
    """You have handled a report.

    report: as it is now.
    """

    report: Report


class Queue(Event, tag="queue"):
    """A report has come that waits for you, or one was handled.

    open: how many wait for you now.
    report: its number.
    new: it has come; else it was handled, by somebody or by you.
    """

    open: int
    report: int
    new: bool


ReportEvent = Reported | Reports | Handled | Queue
