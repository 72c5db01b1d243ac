from django.apps import AppConfig


class MentionsConfig(AppConfig):
    name = "chat.mentions"
    label = "mentions"

    def ready(self) -> None:
        from chat.mentions import (
            counting,
            handlers,  # noqa: F401  (it registers itself)
            keeping,
            reading,
        )
        from chat.models import additions, hooks

        hooks.OF_NAMES.append(keeping.keep)
        additions.MESSAGES.append(reading.add)
        additions.CONVERSATIONS.append(counting.add)
