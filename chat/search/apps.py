from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "chat.search"
    label = "search"

    def ready(self) -> None:
        from chat.models.messages import following
        from chat.search import (
            handlers,  # noqa: F401  (it registers itself)
            mending,
        )
        from chat.search.models import NAMES
        from chat.sessions import ticker

        ticker.WORKS.append(mending.keep)
        following.OF_ALL.append(NAMES)
