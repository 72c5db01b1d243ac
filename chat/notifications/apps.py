from datetime import timedelta

from django.apps import AppConfig
from django.conf import settings


class NotificationsConfig(AppConfig):
    name = "chat.notifications"
    label = "notifications"

    def ready(self) -> None:
        from chat.accounts import sweeping
        from chat.backup import files
        from chat.notifications import (
            deciding,
            handlers,  # noqa: F401  (it registers itself)
            keeping,
            pushing,
        )
        from chat.notifications.encrypting import KEY_FILE
        from chat.sessions import following, ticker

        grace = timedelta(seconds=settings.CHAT_NOTIFY_SECONDS)
        following.register(
            following.Follower("notifications", deciding.decide, delay=grace)
        )
        sweeping.SWEEPS += [keeping.forget_old, keeping.forget_pauses]
        ticker.WORKS.append(pushing.keep)
        files.register(KEY_FILE)
