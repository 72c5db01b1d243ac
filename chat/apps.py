from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = "Chat"

    def ready(self) -> None:
        from chat.accounts.account import email, name, password
        from chat.accounts.sections import SECTIONS
        from chat.models import hooks
        from chat.models.messages import happening

        hooks.OF_NAMES.append(happening.keep)
        SECTIONS += [name.SECTION, email.SECTION, password.SECTION]
        from chat.web import admin  # noqa: F401  (it registers itself)
