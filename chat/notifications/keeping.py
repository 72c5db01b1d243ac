"""For how long it is kept why somebody was called, or not."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from chat.models.tables.some import delete_some
from chat.notifications.models import Decision


def forget_old() -> bool:
    """Forget some of what was decided long ago; whether there may be more."""
    old = timezone.now() - timedelta(days=settings.CHAT_NOTIFY_DAYS)
    return delete_some(Decision.objects.filter(at__lt=old).order_by("at"))
