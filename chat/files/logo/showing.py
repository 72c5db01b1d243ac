"""The site's logo, where an administrator has uploaded one: processes look for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from chat.concurrency.threads import read
from chat.files.models import Logo
from chat.files.pictures import shelf
from chat.files.pictures.thumbnails import MEDIA, SQUARE
from chat.sessions.process import Process, logged
from chat.web import brand

LOOK_SECONDS = 5.0


def drawn(chunks: Iterable[bytes]) -> bytes | None:
    """What is in the middle of a picture, as WebP; None: it is none, or too large."""
    with shelf.drawn(chunks) as made:
        return (made.folder / SQUARE).read_bytes() if made else None


async def keep(process: Process) -> None:
    """Have the pages show the last one, from the start of a process to its end."""
    while True:
        await logged(read(renew))
        await asyncio.sleep(LOOK_SECONDS)


def renew() -> None:
    """Learn which it is by now; whoever changes it calls that, for this process."""
    pictures = Logo.objects.order_by("-pk").values_list("picture", flat=True)
    picture = bytes(pictures.first() or b"")
    known = brand.Logo(picture, MEDIA[SQUARE]) if picture else None
    brand.Brand.uploaded = known
