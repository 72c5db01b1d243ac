from django.apps import AppConfig
from django.conf import settings


class TracesConfig(AppConfig):
    name = "chat.traces"
    label = "traces"

    def ready(self) -> None:
        if not settings.CHAT_TRACES:
            return
        from chat.sessions import ticker
        from chat.traces import exporting, seams

        exporting.require()
        ticker.WORKS.append(exporting.keep)
        seams.install()
