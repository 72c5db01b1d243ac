from django.apps import AppConfig
from django.conf import settings


class FilesConfig(AppConfig):
    name = "chat.files"
    label = "files"

    def ready(self) -> None:
        from chat.accounts import sweeping
        from chat.backup import files
        from chat.files import (
            addresses,
            handlers,  # noqa: F401  (they register themselves)
            keeping,
            reading,
            renewing,
            sweep,
        )
        from chat.files.contents import contents
        from chat.files.logo import (
            panel,  # noqa: F401  (it registers itself)
            showing,
        )
        from chat.models import additions, hooks
        from chat.sessions import ticker
        from chat.site import OBSTACLES

        hooks.OF_NAMES.append(keeping.keep)
        hooks.EDITS.append(keeping.reword)
        additions.MESSAGES.append(reading.add)
        sweeping.SWEEPS.append(sweep.forget)
        ticker.WORKS += [sweep.keep, renewing.keep, showing.keep]
        if settings.CHAT_FILES_S3:
            files.STORES["files"] = contents
        else:
            files.register("files/*/*")
        OBSTACLES.insert(0, addresses.obstacle)
