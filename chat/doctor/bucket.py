"""The bucket in which files are kept, if they are kept in one."""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.conf import settings

from chat.doctor.finding import OK, WRONG, Asked, Finding
from chat.files.contents import contents
from chat.files.threads import StorageAway
from chat.logging.reasons import reason


def look(asked: Asked) -> Iterator[Finding]:
    """Ask it what it has: that changes nothing."""
    if not settings.CHAT_FILES_S3:
        return
    began = time.monotonic()
    try:
        next(contents().found(), None)
    except StorageAway as away:
        said = f"it does not say what it has ({reason(away.__cause__)})"
        do = "correct CHAT_FILES_S3, or where AWS_… says that it is, and who you are"
        yield Finding(WRONG, "bucket", said, do)
    else:
        took = 1000 * (time.monotonic() - began)
        yield Finding(OK, "bucket", f"it says within {took:.0f} ms what it has")
