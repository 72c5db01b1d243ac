"""For how long it is kept why somebody was called, or not; and pauses."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from chat.models.tables.some import delete_some
from chat.notifications.models import Decision, Pause


def forget_old() -> bool:
    """Forget some of what was decided long ago; whether there may be more."""
    old = timezone.now() - timedelta(days=settings.CHAT_NOTIFY_DAYS)
    return delete_some(Decision.objects.filter(at__lt=old).order_by("at"))


def forget_pauses() -> bool:
    """Forget some that are over; whether there may be more."""
    over = Pause.objects.filter(until__lte=timezone.now())
    return delete_some(over.order_by("until"))
