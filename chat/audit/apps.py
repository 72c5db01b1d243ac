import atexit

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "chat.audit"
    label = "audited"  # its tables have this name
    verbose_name = "Audit log"

    def ready(self) -> None:
        from chat.accounts import sweeping
        from chat.audit import (
            panel,  # noqa: F401  (it registers itself)
            writing,
        )
        from chat.logging import audit
        from chat.models import hooks
        from chat.sessions import ticker

        atexit.register(writing.write_the_rest)
        audit.KEEPERS.append(writing.keep)
        hooks.OF_NAMES.append(writing.keep_acts)
        ticker.WORKS.append(writing.keep_writing)
        sweeping.SWEEPS.append(writing.forget_old)
