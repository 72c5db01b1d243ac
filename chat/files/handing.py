"""A file that is handed out: all of it, or a range; to be shown, or to be stored."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID

from chat.concurrency.threads import read
from chat.files.disk import contents, in_thread
from chat.files.models import File
from chat.files.reading import UNSHOWN, readable
from chat.files.request import Header, Request
from chat.models import User

# So much is read at once.
CHUNK_BYTES = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Range(NamedTuple):
    """From one byte on, up to before another."""

    start: int
    end: int


async def hand_out(request: Request, id: UUID, reader: User) -> None:
    """Answer with a file.

    Raises:
        NoSuchConversation, NotAMember: that person may not read it.
    """
    if request.method not in ("GET", "HEAD"):
        await request.say(405, "GET it.", (b"allow", b"GET, HEAD"))
        return
    file = await read(readable, id, reader)
    tag = f'"{file.sha256}"'
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
    about += [(b"content-type", (file.media or UNSHOWN).encode()), _disposition(file)]
    await _send(request, file, about, asked(request, file.size or 0, tag))


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


async def _send(
    request: Request, file: File, about: list[Header], part: Range | None
) -> None:
    size = file.size or 0
    if part is None:
        await request.say(416, "", (b"content-range", f"bytes */{size}".encode()))
        return
    length = part.end - part.start
    about.append((b"content-length", str(length).encode()))
    if length < size:
        said = f"bytes {part.start}-{part.end - 1}/{size}"
        about.append((b"content-range", said.encode()))
    content = await in_thread(contents().open, file.content)
    try:
        await in_thread(content.seek, part.start)
        await request.begin(206 if length < size else 200, *about)
        while length and request.method == "GET":
            chunk = await in_thread(content.read, min(CHUNK_BYTES, length))
            if not chunk:
                raise OSError(f"{file.content} is shorter than it was.")
            length -= len(chunk)
            await request.go_on(chunk, more=bool(length))
        if request.method == "HEAD":
            await request.go_on()
    finally:
        await in_thread(content.close)


def _disposition(file: File) -> Header:
    """What a page cannot show is stored, and never opened in the site's name."""
    how = "inline" if file.media else "attachment"
    name = quote(file.name, safe="")
    return b"content-disposition", f"{how}; filename*=UTF-8''{name}".encode()
