from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "chat.polls"
    label = "polls"

    def ready(self) -> None:
        from chat.models import additions, hooks
        from chat.polls import (
            handlers,  # noqa: F401  (they register themselves)
            keeping,
            reading,
            telling,
        )
        from chat.sessions import ticker

        hooks.OF_NAMES.append(keeping.keep)
        hooks.EDITS.append(keeping.reword)
        additions.MESSAGES.append(reading.add)
        additions.OF_READERS.append(reading.add_own)
        ticker.WORKS.append(telling.keep)
