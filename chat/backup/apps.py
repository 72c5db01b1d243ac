from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "chat.backup"
    label = "backup"

    def ready(self) -> None:
        from chat.backup import clock, soundness
        from chat.concurrency import damage
        from chat.sessions import ticker

        ticker.WORKS.append(clock.keep)
        damage.LISTENERS.append(soundness.tell)
