from django.apps import AppConfig


class SavedConfig(AppConfig):
    name = "chat.saved"
    label = "saved"

    def ready(self) -> None:
        from chat.saved import handlers  # noqa: F401  (they register themselves)
