"""How long reports are kept, and what becomes of them when somebody is erased."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat.models.tables.some import delete_some
from chat.reports.models import DISMISSED, Report
from chat.reports.telling import tell

# So many are forgotten at once: whoever posts meanwhile waits for that.
AT_ONCE = 500
# Of each of these people are told.
DISMISSED_AT_ONCE = 20


def sweep() -> bool:
    """Dismiss what is about somebody who is no more; what was said by them stays. And
    forget what was handled long ago. Of each some; whether there may be more.
    """
    dismissed = _dismiss_gone()
    old = timezone.now() - timedelta(days=settings.CHAT_VERSIONS_DAYS)
    found = Report.objects.filter(ended__lt=old).order_by("ended")
    may_be_more = delete_some(found, AT_ONCE)
    return dismissed == DISMISSED_AT_ONCE or may_be_more


def _dismiss_gone() -> int:
    """Returns how many; whoever has made one hears of it, and those it waits for."""
    gone = Report.objects.filter(person=None, seq=None, outcome="")
    with transaction.atomic():
        rows = list(gone.select_for_update(no_key=True)[:DISMISSED_AT_ONCE])
        how = {"outcome": DISMISSED, "ended": timezone.now()}
        Report.objects.filter(pk__in=[row.pk for row in rows]).update(**how)
        for row in Report.objects.filter(pk__in=[row.pk for row in rows]):
            tell(row, new=False)
    return len(rows)
