"""A file that comes: all at once, or in pieces, the next after a line that broke.

What has come is written as it comes, and no more is read meanwhile: whoever sends fast
waits for the disk.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from chat.accounts.languages import asked_for, words_for
from chat.accounts.visitor import cookies_of
from chat.concurrency.threads import beside, read, write
from chat.files import disk, sharing, sweep, uploading
from chat.files.addresses import Upload, upload_at
from chat.files.disk import Part
from chat.files.models import File
from chat.files.naming import is_prepared
from chat.files.pace import await_turn
from chat.files.pictures import shelf
from chat.files.request import Header, Request
from chat.files.threads import COMING, DRAWING, STORING, StorageAway
from chat.models import User
from chat.wire.errors import Malformed, NotAllowed, TooLong
from chat.words import sentence

# So much is written at once.
CHUNK_BYTES = 256 * 1024
HERE = sentence("{name} is here.")
METHODS = b"PUT, PATCH, HEAD, DELETE"


class Left(Exception):
    """Whoever has sent it is not there any more: what has come is kept."""


async def receive_file(request: Request, token: str, user: list[User]) -> None:
    """Do what is asked at the address with that token; ``user`` learns whose it is.

    Raises:
        ChatError: it cannot come there, or not so.
    """
    if request.method not in ("PUT", "PATCH", "HEAD", "DELETE"):
        await request.say(405, "PUT it.", (b"allow", METHODS))
        return
    upload = await read(upload_at, token)
    user.append(upload.owner)
    await await_turn(upload.owner)
    if request.method == "DELETE":
        await _let_be(request, upload)
    elif request.method == "HEAD":
        await _tell_how_far(request, upload)
    else:
        with suppress(Left):
            await _take(request, upload)


async def _let_be(request: Request, upload: Upload) -> None:
    content = await write(uploading.let_be, upload)
    await COMING.run(disk.forget, upload.file)
    if content:
        # It counts as nobody's any more, so it takes no room either; or soon will not.
        with suppress(StorageAway):
            await beside("clear-files", partial(sweep.let_go, content))
    await request.say(204, "")


async def _tell_how_far(request: Request, upload: Upload) -> None:
    file = await read(uploading.found, upload)
    come = file.size or 0
    if not file.sha256:
        come = _short_of_all(await COMING.run(disk.come, file.pk), file)
    about = [_offset(come)]
    if file.size is not None:
        about.append((b"upload-length", str(file.size).encode()))
    await request.say(200, "", *about)


async def _take(request: Request, upload: Upload) -> None:
    file = await read(uploading.found, upload)
    if file.sha256 and upload.to is not None:
        # It could not be said, or nobody heard that it was: what comes is not read.
        await _share(request, upload, file, (b"connection", b"close"))
        return
    file = await _measured(request, upload)
    part = await COMING.run(Part, upload.file)
    try:
        if not await _is_next(request, part, file):
            return
        await _write(request, part, file.size or uploading.most())
        if file.size is not None and part.size < file.size:
            await COMING.run(part.sync)
            await request.say(204, "", _offset(part.size))
            return
        file = await _complete(upload, part)
    finally:
        await COMING.run(part.close)
    await _share(request, upload, file)


async def _measured(request: Request, upload: Upload) -> File:
    """The file that is to come, whose size is known now if it is said at all."""
    file = await read(uploading.expected, upload)
    length = request.number("content-length")
    if length == 0:
        raise Malformed("There is nothing in that file.")
    if request.method == "PUT":
        if request.header("content-range"):
            raise Malformed("Send all of it, or the rest by PATCH.")
        if length is not None:
            return await write(uploading.measured, upload, length)
    elif file.size is None:
        raise NotAllowed("Say how large it is before you send a piece of it.")
    return file


async def _is_next(request: Request, part: Part, file: File) -> bool:
    """Whether it goes on where what has come ends; if not, that is told."""
    is_all = request.method == "PUT"
    await COMING.run(part.shorten, 0 if is_all else _short_of_all(part.size, file))
    if not is_all and request.number("upload-offset") != part.size:
        await request.say(409, "", _offset(part.size))
        return False
    return True


async def _write(request: Request, part: Part, most: int) -> None:
    """Write what comes.

    Raises:
        TooLong: it is more than that; nothing of it is left.
        Left
        DiskFull
    """
    come, more = bytearray(), True
    while more:
        message = await request.receive()
        is_here = message["type"] == "http.request"
        come += message.get("body", b"")
        more = is_here and message.get("more_body", False)
        if part.size + len(come) > most:
            await COMING.run(part.begin_anew)
            raise TooLong("That is more than was to come.")
        if len(come) >= CHUNK_BYTES or not more:
            await COMING.run(part.add, bytes(come))
            come.clear()
        if not is_here:
            raise Left


async def _complete(upload: Upload, part: Part) -> File:
    """It has come: a picture is cleaned before anybody else may see it, a film too."""
    is_one = is_prepared(await COMING.run(part.media))
    made = await DRAWING.run(shelf.make, part.path) if is_one else None
    whole = await STORING.run(disk.put_in, part)
    if made:
        await COMING.run(shelf.keep, made, whole.sha256)
    return await write(uploading.complete, upload, whole, made and made.drawn)


async def _share(request: Request, upload: Upload, file: File, *more: Header) -> None:
    """Say it where it is to be said, if anywhere, and that it is here."""
    if upload.to is not None:
        await write(sharing.share_alone, upload.owner, upload.to, file.pk)
    scope = request.scope
    words = words_for(upload.owner, *asked_for(scope, cookies_of(scope)))
    said = words(HERE, name=file.name)
    await request.say(201, said, _offset(file.size or 0), *more)


def _short_of_all(come: int, file: File) -> int:
    """How much of what is not whole counts as come: its last byte does not.

    So whoever has sent all of what could not be stored comes again with that.
    """
    return come if file.size is None else min(come, file.size - 1)


def _offset(come: int) -> Header:
    return b"upload-offset", str(come).encode()
