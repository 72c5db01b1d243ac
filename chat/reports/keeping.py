"""How long reports are kept, and what becomes of them when somebody is erased."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from chat.reports.models import DISMISSED, Report

# So many are forgotten at once: whoever posts meanwhile waits for that.
AT_ONCE = 500


def sweep() -> None:
    """Dismiss what is about somebody who is no more; what was said by them stays. And
    forget what was handled long ago.
    """
    gone = Report.objects.filter(person=None, seq=None, outcome="")
    gone.update(outcome=DISMISSED, ended=timezone.now())
    old = timezone.now() - timedelta(days=settings.CHAT_VERSIONS_DAYS)
    found = Report.objects.filter(ended__lt=old).order_by("ended")
    numbers = list(found.values_list("pk", flat=True)[:AT_ONCE])
    Report.objects.filter(pk__in=numbers).delete()
