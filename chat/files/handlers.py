"""Commands about files."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import read, write
from chat.delivery.announce import by_connection
from chat.figures import FIGURES
from chat.files import reading, sharing, uploading
from chat.files.avatars import setting
from chat.files.pictures import shelf
from chat.files.pictures.thumbnails import PLAIN_SQUARE, SQUARE
from chat.files.threads import DRAWING
from chat.models import PostRequest
from chat.sessions.handlers import handles
from chat.sessions.handlers.log import paid
from chat.sessions.handlers.table import Caller


@handles(wire.BeginUpload)
async def begin_upload(caller: Caller, command: wire.BeginUpload) -> wire.Upload:
    return await write(uploading.begin, caller.user, command)


@handles(wire.Share)
async def share(caller: Caller, command: wire.Share) -> wire.Posted:
    words = sharing.words_of(command.body)
    html = await caller.rendering.rendered(words) if words else ""
    about = caller.user, command.files, command.id, words, html
    async with paid(caller) as spent:
        body, shared = await read(sharing.shared, *about, spent)
    request = PostRequest(
        author=caller.user,
        to=command.to,
        body=body,
        id=command.id,
        html=await caller.rendering.rendered(body),
        reads=0 if command.reads else None,
        reply_to=command.reply_to,
        epoch=command.epoch,
        shared=shared,
    )
    # As of a post: who says it hears the message, too.
    with by_connection(""):
        posted = await write(sharing.share, request)
    FIGURES.posts[caller.peer.program] += 1
    return posted


@handles(wire.FetchFiles)
async def fetch_files(caller: Caller, command: wire.FetchFiles) -> wire.Files:
    return await read(reading.links, caller.user, command)


@handles(wire.SetAvatar)
async def set_avatar(caller: Caller, command: wire.SetAvatar) -> wire.AvatarSet:
    if command.file is None:
        return await write(setting.take_away, caller.user)
    file = await read(setting.drawn, caller.user, command.file)
    picture = await DRAWING.run(shelf.bytes_of, file, SQUARE)
    plain = await DRAWING.run(shelf.bytes_of, file, PLAIN_SQUARE)
    return await write(setting.set_avatar, caller.user, file, picture, plain)


@handles(wire.FetchAvatars)
async def fetch_avatars(caller: Caller, command: wire.FetchAvatars) -> wire.Avatars:
    return await read(setting.avatars, command.people)
