"""The queue of reports, and what becomes of each: that is said once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from chat import wire
from chat.logging.audit import audit
from chat.models import User
from chat.models.messages.history import fitting
from chat.reports.models import Report
from chat.reports.seeing import require_queue, waiting_for
from chat.reports.telling import as_told, tell
from chat.text.clean import clean_reason
from chat.wire.errors import NoSuchConversation, NotAllowed


def page(reader: User, asked: wire.ListReports) -> wire.Reports:
    """The reports that somebody has made, or those that wait for them, or did.

    Raises:
        NoSuchConversation, NotAMember, Banned, LoginRequired, Muted
        NotAllowed: those of that conversation are others' to see.
    """
    is_own, seen = asked.which == "own", waiting_for(reader)
    waiting = seen.filter(outcome="")
    found = waiting if asked.which == "open" else seen.exclude(outcome="")
    if is_own:
        found = Report.objects.filter(by=reader)
    elif asked.conversation is not None:
        require_queue(reader, asked.conversation)
        found = found.filter(conversation=asked.conversation)
    if asked.before is not None:
        found = found.filter(pk__lt=asked.before)
    ordered = found.select_related("by", "handler").order_by("-pk")
    rows = list(ordered[: asked.limit + 1])
    shown = fitting(as_told(each, own=is_own) for each in rows[: asked.limit])
    more = len(rows) > len(shown)
    return wire.Reports(
        which=asked.which, reports=shown, more=more, open=waiting.count()
    )


def handle(
    user: User, number: int, outcome: wire.Outcome, word: str = ""
) -> wire.Handled:
    """Say what became of a report.

    Raises:
        NoSuchConversation: there is no such report, or none for them to handle.
        NotAllowed: somebody has handled it.
        Banned, LoginRequired, Muted, TooLong
    """
    how = {"outcome": outcome, "word": clean_reason(word), "handler": user}
    with transaction.atomic():
        user.require_voice()
        its = waiting_for(user).filter(pk=number)
        # One statement asks and does: of two, the second finds it done.
        is_ours = its.filter(outcome="").update(**how, ended=timezone.now())
        row = its.select_related("by", "handler").first()
        if row is None:
            raise NoSuchConversation("There is no such report.")
        if not is_ours:
            who = row.handler.name if row.handler else "?"
            raise NotAllowed("{name} has handled that report.", name=who)
        tell(row, new=False)
        about = {
            "whom": row.whom,
            "room": row.place,
            "what": f"{outcome} {row.word}".rstrip(),
        }
        audit("report handled", name=user.name, **about)
    return wire.Handled(report=as_told(row))
