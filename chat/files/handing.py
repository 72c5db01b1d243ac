"""A file that is handed out: all of it, or a range; to be shown, or to be stored.

Where the site has a host for files alone, whoever asks elsewhere is sent there. Where a
server stands before the site that can read what lies in the folder, it is told what to
send: the site has said who may have it, and that server knows of ranges itself. Of a
picture a thumbnail may be asked for, which the site always sends itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID

from django.conf import settings

from chat.concurrency.threads import read
from chat.files.addresses import link_to
from chat.files.contents import Readable, contents
from chat.files.models import File
from chat.files.pictures import shelf
from chat.files.pictures.thumbnails import MEDIA
from chat.files.reading import UNSHOWN, readable
from chat.files.request import Header, Request
from chat.files.threads import DRAWING, HANDING
from chat.models import User
from chat.wire.errors import NoSuchConversation

# So much is read at once.
CHUNK_BYTES = 256 * 1024
# So long a browser goes where it was sent before, which asks each time who may.
SENT_SECONDS = 3600
# Where nginx has the contents, for nobody but who was sent there by the site.
INSIDE = "/contents/"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Handed(NamedTuple):
    """What is handed out: what it is known by, its type, name and bytes.

    ``media``: empty of what is never shown in a page. ``opened(start, end)``: that
    part. ``content``: what it is called in the storage, if it is there.
    """

    tag: str
    media: str
    name: str
    size: int
    opened: Callable[[int, int], Readable]
    content: str = ""


class Range(NamedTuple):
    """From one byte on, up to before another."""

    start: int
    end: int


async def hand_out(request: Request, id: UUID, reader: User) -> None:
    """Answer with a file.

    Raises:
        NoSuchConversation, NotAMember: that person may not read it.
    """
    file = await read(readable, id, reader)
    if settings.CHAT_FILES_URL and not request.is_apart:
        await _send_there(request, file, reader)
        return
    name = request.asked("thumbnail")
    what = _original(file) if name is None else await _thumbnail(file, name)
    await give(request, what)


async def give(request: Request, what: Handed) -> None:
    """Answer with what is handed out, or that whoever asks has it."""
    tag = f'"{what.tag}"'
    # Each time it is asked whether they may, and nobody in between keeps it.
    about: list[Header] = [
        (b"etag", tag.encode()),
        (b"cache-control", b"private, no-cache"),
        (b"vary", b"cookie"),
        (b"accept-ranges", b"bytes"),
    ]
    if tag in request.header("if-none-match"):
        await request.begin(304, *about)
        await request.go_on()
        return
    about += [(b"content-type", (what.media or UNSHOWN).encode())]
    about += [_disposition(what, is_stored=request.asked("download") is not None)]
    if what.content and settings.CHAT_FILES_ACCEL != "off":
        await _have_sent(request, what, about)
    else:
        await _send(request, what, about, asked(request, what.size, tag))


def asked(request: Request, size: int, tag: str) -> Range | None:
    """Which part is asked for (RFC 9110 §14); None: of what there is none.

    What is no single range of bytes is all of it, and so is a part of what has changed.
    """
    every = Range(0, size)
    if request.header("if-range") not in ("", tag):
        return every
    found = _RANGE.fullmatch(request.header("range"))
    if found is None or not (found[1] or found[2]):
        return every
    if not found[1]:
        last = int(found[2])
        return Range(max(0, size - last), size) if last else None
    start, end = int(found[1]), int(found[2] or size) + bool(found[2])
    if end <= start and found[2]:
        return every
    return Range(start, min(end, size)) if start < size else None


def _original(file: File) -> Handed:
    return Handed(
        tag=file.sha256,
        media=file.shown,
        name=file.name,
        size=file.size or 0,
        opened=partial(contents().opened, file.content),
        content=file.content,
    )


async def _thumbnail(file: File, name: str) -> Handed:
    """Raises:
    NoSuchConversation: it is no picture, or has none that is called so.
    """
    if file.width is None or name not in MEDIA:
        raise NoSuchConversation("There is no such file.")
    size = await HANDING.run(shelf.size_of, file, name)
    if size is None:
        await DRAWING.run(shelf.make_again, file, name)
        size = await HANDING.run(shelf.size_of, file, name)
    if size is None:
        raise NoSuchConversation("There is no such file.")
    tag, opened = f"{file.sha256}-{name}", partial(shelf.opened, file, name)
    return Handed(tag, MEDIA[name], name, size, lambda start, _: opened(start))


async def _send_there(request: Request, file: File, reader: User) -> None:
    where = settings.CHAT_FILES_URL + link_to(file, reader, request.query)
    kept = f"private, max-age={SENT_SECONDS}".encode()
    to: list[Header] = [(b"location", where.encode()), (b"vary", b"cookie")]
    await request.begin(302, *to, (b"cache-control", kept), (b"content-length", b"0"))
    await request.go_on()


async def _have_sent(request: Request, what: Handed, about: list[Header]) -> None:
    how: str = settings.CHAT_FILES_ACCEL
    is_path = how == "x-sendfile"
    where = contents().path(what.content) if is_path else INSIDE + what.content
    told: Header = (how.encode(), where.encode())
    await request.begin(200, *about, told, (b"content-length", b"0"))
    await request.go_on()


async def _send(
    request: Request, what: Handed, about: list[Header], part: Range | None
) -> None:
    size = what.size
    if part is None:
        await request.say(416, "", (b"content-range", f"bytes */{size}".encode()))
        return
    length = part.end - part.start
    about.append((b"content-length", str(length).encode()))
    if length < size:
        said = f"bytes {part.start}-{part.end - 1}/{size}"
        about.append((b"content-range", said.encode()))
    status = 206 if length < size else 200
    if request.method == "HEAD":
        await request.begin(status, *about)
        await request.go_on()
        return
    content = await HANDING.run(what.opened, *part)
    try:
        await request.begin(status, *about)
        while length:
            chunk = await HANDING.run(content.read, min(CHUNK_BYTES, length))
            if not chunk:
                raise OSError(f"{what.tag} is shorter than it was.")
            length -= len(chunk)
            await request.go_on(chunk, more=bool(length))
    finally:
        await HANDING.run(content.close)


def _disposition(what: Handed, *, is_stored: bool) -> Header:
    """What a page cannot show is stored, and never opened in the site's name."""
    how = "inline" if what.media and not is_stored else "attachment"
    name = quote(what.name, safe="")
    return b"content-disposition", f"{how}; filename*=UTF-8''{name}".encode()
