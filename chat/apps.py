from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = "Chat"

    def ready(self) -> None:
        from chat.models import hooks
        from chat.models.messages import happening

        hooks.OF_NAMES.append(happening.keep)
        from chat.web import admin  # noqa: F401  (it registers itself)
