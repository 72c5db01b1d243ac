from datetime import timedelta

from django.apps import AppConfig
from django.conf import settings


class NotificationsConfig(AppConfig):
    name = "chat.notifications"
    label = "notifications"

    def ready(self) -> None:
        from chat.accounts import sweeping
        from chat.notifications import (
            deciding,
            handlers,  # noqa: F401  (it registers itself)
            keeping,
        )
        from chat.sessions import following

        grace = timedelta(seconds=settings.CHAT_NOTIFY_SECONDS)
        following.register(
            following.Follower("notifications", deciding.decide, delay=grace)
        )
        sweeping.SWEEPS.append(keeping.forget_old)
