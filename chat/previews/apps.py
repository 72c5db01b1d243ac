from django.apps import AppConfig
from django.conf import settings


class PreviewsConfig(AppConfig):
    name = "chat.previews"
    label = "previews"

    def ready(self) -> None:
        from chat.models import additions, hooks
        from chat.previews import (
            handlers,  # noqa: F401  (they register themselves)
            keeping,
            looking,
            reading,
        )
        from chat.sessions import following

        hooks.OF_NAMES.append(keeping.keep)
        if settings.CHAT_PREVIEWS:
            additions.MESSAGES.append(reading.add)
            following.register(following.Follower("previews", looking.look))
