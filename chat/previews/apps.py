from django.apps import AppConfig


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
        additions.MESSAGES.append(reading.add)
        following.register(
            following.Follower("previews", looking.look, is_on=looking.is_on)
        )
