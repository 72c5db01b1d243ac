"""A report as it is told: to who has made it, and to those who are to handle it."""

from __future__ import annotations

import msgspec
from django.db.models import Q
from msgspec import UNSET

from chat import wire
from chat.delivery.announce import announce, announce_all, by_connection
from chat.delivery.groups import person_group
from chat.models import Membership, User
from chat.reports.models import Report
from chat.reports.seeing import LOOKING_AFTER, waiting_for_each

# So many are told at once of what is new; the others see it when they look.
WATCHERS_MOST = 50
_said = msgspec.json.Decoder(list[wire.Said])


def as_told(report: Report, *, own: bool = False) -> wire.Report:
    """``own``: to who has made it, who is not told by whom it was handled."""
    its = wire.Report(
        report=report.pk,
        at=wire.timestamp(report.at),
        reason=report.reason,
        whom=report.whom,
        person=report.person_id or 0,
        conversation=report.conversation_id or UNSET,
        place=report.place or UNSET,
        said=UNSET if report.seq is None else said_in(report),
    )
    if report.outcome:
        its.outcome, its.word = report.outcome, report.word  # type: ignore[assignment]
        its.ended = wire.timestamp(report.ended or report.at)
    if not own:
        its.by = report.by.name if report.by else UNSET
        its.handler = report.handler.name if report.handler else UNSET
    return its


def said_in(report: Report) -> list[wire.Said]:
    """The words that were reported, the last, and those before."""
    return _said.decode(report.said)


def tell(report: Report, *, new: bool) -> None:
    """Tell who has made it, and those for whom it waits, or waits no more."""
    if report.by_id is not None:
        told = wire.Reported(report=as_told(report, own=True))
        announce([person_group(report.by_id)], told)
    # Of a queue, whoever has changed it hears as the others do.
    with by_connection(""):
        announce_all(
            ([person_group(each)], wire.Queue(open=its, report=report.pk, new=new))
            for each, its in waiting_for_each(_watchers(report)).items()
        )


def _watchers(report: Report) -> list[User]:
    found = Q(is_staff=True)
    if report.place:
        there = Membership.objects.filter(conversation=report.conversation_id)
        found |= Q(pk__in=there.filter(role__in=LOOKING_AFTER).values("user"))
    people = User.objects.filter(found, is_active=True)
    if report.person_id is not None:
        people = people.exclude(pk=report.person_id)
    return list(people.order_by("-seen")[:WATCHERS_MOST])
