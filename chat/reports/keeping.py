"""How long reports are kept, and what becomes of them when somebody is erased."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models.signals import pre_delete
from django.utils import timezone

from chat.models import User
from chat.reports.models import DISMISSED, Report

# So many are forgotten at once: whoever posts meanwhile waits for that.
AT_ONCE = 500


def forget_old() -> None:
    """Forget what was handled long ago."""
    old = timezone.now() - timedelta(days=settings.CHAT_VERSIONS_DAYS)
    found = Report.objects.filter(ended__lt=old).order_by("ended")
    numbers = list(found.values_list("pk", flat=True)[:AT_ONCE])
    Report.objects.filter(pk__in=numbers).delete()


def watch() -> None:
    """See to the reports of whoever is erased."""
    pre_delete.connect(_let_go, sender=User)


def _let_go(instance: User, **more: Any) -> None:
    """Nothing more can be done about somebody who is no more; what was said stays."""
    of_a_person = Report.objects.filter(person=instance, seq=None, outcome="")
    of_a_person.update(outcome=DISMISSED, ended=timezone.now())
