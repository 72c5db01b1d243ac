"""What was chosen of the site, as a process knows it; it looks for what is new."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from chat.concurrency.threads import read
from chat.registration.models import SiteSettings
from chat.sessions.process import Process, logged
from chat.site import Chosen

LOOK_SECONDS = 1.0


class Choice:
    """``known``: what this process has read; None before it has."""

    known: ClassVar[Chosen | None] = None

    @classmethod
    def now(cls) -> Chosen:
        """What counts, as far as this process knows."""
        if cls.known is None:
            cls.renew()
        assert cls.known is not None
        return cls.known

    @classmethod
    def renew(cls) -> None:
        """Read it anew; whoever changes it calls that at once, for this process."""
        its = SiteSettings.current()
        cls.known = Chosen(*(getattr(its, name) for name in Chosen._fields))


def choose(**what: str | bool) -> None:
    """Choose that from now on; nothing else changes."""
    SiteSettings.objects.update_or_create(pk=SiteSettings.ONE, defaults=what)
    Choice.renew()


async def keep(process: Process) -> None:
    """Follow what others choose, from the start of a process to its end."""
    while True:
        await logged(read(Choice.renew))
        await asyncio.sleep(LOOK_SECONDS)
