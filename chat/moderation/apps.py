from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "chat.moderation"
    # What its tables and migrations were called when they landed.
    label = "peace"

    def ready(self) -> None:
        from chat.accounts import sweeping
        from chat.models import additions
        from chat.moderation import (
            handlers,  # noqa: F401  (they register themselves)
            muting,
            purging,
        )
        from chat.sessions import ticker
        from chat.web.admin import people

        additions.MUTED.append(muting.muted_among)
        ticker.WORKS.append(muting.keep)
        sweeping.SWEEPS.append(purging.forget_old)
        people.MUTED.append(muting.renew)
