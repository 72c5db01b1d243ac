from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = "Chat"

    def ready(self) -> None:
        from chat.accounts.account import email, log_ins, name, password
        from chat.accounts.sections import SECTIONS
        from chat.models import hooks
        from chat.models.messages import happening
        from chat.models.people import access, log_in
        from chat.sessions import ticker, using

        hooks.OF_NAMES.append(happening.keep)
        access.ENDED.append(log_in.ended_among)
        ticker.WORKS.append(using.keep)
        SECTIONS += [
            *(name.SECTION, email.SECTION, password.SECTION, log_ins.SECTION),
        ]
        from chat.web import admin  # noqa: F401  (it registers itself)
