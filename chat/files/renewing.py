"""Gives to what is from before what has come since: to files that are text what they
say, and to pictures of people how programs show them.

Once for each, beside all else; so it goes on where another process has left it.
"""

from __future__ import annotations

import asyncio
from contextlib import closing
from functools import partial

from django.db import transaction

from chat.accounts.sweeping import is_ours
from chat.concurrency.threads import beside, read
from chat.files.contents import contents
from chat.files.excerpts import TEXT_BYTES, excerpt_of, said_in
from chat.files.models import Avatar, File
from chat.files.pictures import shelf
from chat.files.pictures.thumbnails import PLAIN_SQUARE
from chat.files.threads import DRAWING
from chat.models import Message
from chat.models.messages.following import go_back
from chat.sessions.process import Process, logged

THREAD = CLAIM = "renew-files"
# Once those have come in who come back after a restart.
FIRST_SECONDS = 30.0
LOOK_SECONDS = 3600.0
# Files that are looked into at once, and how long others have the disk then.
AT_ONCE, REST_SECONDS = 20, 0.5


async def keep(process: Process) -> None:
    """Look every hour, if no other process of the site does."""
    await asyncio.sleep(FIRST_SECONDS)
    while True:
        if await read(is_ours, int(LOOK_SECONDS - 60), CLAIM):
            await logged(renew())
        await asyncio.sleep(LOOK_SECONDS)


async def renew() -> None:
    """Go through all that is from before."""
    more, after = True, 0
    while more:
        more = await beside(THREAD, _look_into_some)
        await asyncio.sleep(REST_SECONDS)
    while avatar := await beside(THREAD, partial(_next_avatar, after)):
        after = avatar.pk
        plain = await DRAWING.run(_plain_of, bytes(avatar.picture))
        await beside(THREAD, partial(_keep_plain, avatar, plain))


def _look_into_some() -> bool:
    """Whether there may be more."""
    unknown = File.objects.filter(text_known=False).exclude(sha256="")
    files = list(unknown.order_by("conversation", "seq")[:AT_ONCE])
    for file in files:
        _keep_text(file, "" if file.media else _text_of(file))
    return len(files) == AT_ONCE


def _text_of(file: File) -> str:
    try:
        with closing(contents().opened(file.content, 0, TEXT_BYTES)) as content:
            return said_in(content.read(TEXT_BYTES))
    except FileNotFoundError:
        return ""


def _keep_text(file: File, text: str) -> None:
    its = File.objects.filter(pk=file.pk)
    with transaction.atomic():
        its.update(text=text, excerpt=excerpt_of(text), text_known=True)
        if text == file.text:
            return
        # It may have been shared meanwhile.
        for shared in its.exclude(seq=None).defer("text"):
            place = {"conversation": shared.conversation_id, "seq": shared.seq or 0}
            for said in Message.objects.filter(**place):
                go_back(said.conversation_id, said.changed - 1)


def _next_avatar(after: int) -> Avatar | None:
    old = Avatar.objects.filter(plain=b"", pk__gt=after)
    return old.order_by("pk").first()


def _plain_of(picture: bytes) -> bytes:
    with shelf.drawn([picture]) as made:
        return (made.folder / PLAIN_SQUARE).read_bytes() if made else b""


def _keep_plain(avatar: Avatar, plain: bytes) -> None:
    as_it_was = Avatar.objects.filter(pk=avatar.pk, sha256=avatar.sha256)
    as_it_was.update(plain=plain)
