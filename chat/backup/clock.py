"""The site's own backups: every so often, by one process of all that serve it.

That process has a program of the lowest priority make it, and waits for it: what it
takes of the machine is nobody's time who talks. If it cannot be made, the log says why,
and the site goes on.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from chat.backup import folder, models, soundness
from chat.backup.beside import run
from chat.concurrency import damage
from chat.concurrency.threads import beside, read, write
from chat.sessions.process import Process, logged

logger = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
RENEW_SECONDS = models.HOLD.total_seconds() / 3


async def keep(process: Process) -> None:
    """Make backups when they are due, and heed what others find of the database."""
    while True:
        await asyncio.sleep(_look_seconds())
        await logged(read(soundness.heed))
        if settings.CHAT_BACKUP_EVERY and not damage.is_known():
            await logged(_look(settings.CHAT_BACKUP_EVERY))


def _look_seconds() -> float:
    every = settings.CHAT_BACKUP_EVERY
    return min(LOOK_SECONDS, every.total_seconds()) if every else LOOK_SECONDS


async def _look(every: timedelta) -> None:
    holder, began = secrets.token_hex(8), timezone.now()
    if not await read(models.is_due, every, began):
        return
    if not await write(models.take, holder, every, began):
        return
    work = beside("backup", _make)
    while not (await asyncio.wait([work], timeout=RENEW_SECONDS))[0]:
        # Where that fails once it goes on all the same; it is held for long enough.
        await logged(write(models.renew, holder, timezone.now()))
    if await work:
        await write(models.succeed, holder, began)
    else:
        await write(models.fail, holder, every, timezone.now())


# --- In the thread --------------------------------------------------------------------


def _make() -> bool:
    """Have it made; return whether it was."""
    began = time.monotonic()
    try:
        path = folder.new_in(folder.prepare())
        said = run("backup", str(path))
    except OSError as error:
        said = f"{error.filename}: {error.strerror}"
    if said:
        logger.warning("No backup was made. %s", said)
        return False
    size, took = path.stat().st_size / 1e6, time.monotonic() - began
    logger.info("A backup was made: %s (%.1f MB, %.1f s).", path, size, took)
    folder.thin_out()
    return True
