"""What becomes of files that nobody has: they go. And whether all are there.

What was sent and not shared goes after a day; what was deleted, once the words of its
message are not kept any more, with which it could be brought back. A content goes once
no file has it any more.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from chat.concurrency.threads import beside
from chat.edits.models import Version
from chat.files.addresses import UPLOAD_SECONDS
from chat.files.contents import Found, contents
from chat.files.disk import folder, still
from chat.files.models import File
from chat.files.pictures import shelf
from chat.models import Message
from chat.sessions.process import Process, logged

# What has come may have the row that tells of it a moment later only.
YOUNG = timedelta(hours=1)
LOOK_SECONDS = 3600.0
# In one transaction.
AT_ONCE = 500


class Finding(NamedTuple):
    """Files whose content is not there, or is of another size; and contents of none."""

    lacking: list[File]
    left: list[str]


async def keep(process: Process) -> None:
    """Delete what nobody has, from the start of a process to its end."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        await logged(beside("clear-files", clear))


def forget() -> bool:
    """Let go of some files that nobody wants; whether there may be more."""
    return any([_delete(_never_shared()), _delete(_deleted())])


def clear() -> None:
    """Delete the contents that no file has, and what is not to come any more."""
    _forget_parts()
    shelf.clear(YOUNG)
    old = timezone.now() - YOUNG
    for folder_name, there in contents().found():
        for name in _left(folder_name, there):
            if there[name].since < old:
                let_go(f"{folder_name}/{name}")


def let_go(name: str) -> None:
    """Delete a content if no file has it, and none is to have it in a moment."""
    with still() as nothing_comes:
        its = File.objects.filter(sha256=name.rpartition("/")[2])
        if nothing_comes and not its.exists():
            contents().delete(name)


def check() -> Finding:
    """Compare the table and the storage.

    Raises:
        StorageAway
    """
    lacking: list[File] = []
    left: list[str] = []
    folders: list[str] = []
    for each, there in contents().found():
        folders.append(each)
        left += (f"{each}/{name}" for name in _left(each, there))
        sizes = {name: found.size for name, found in there.items()}
        its = File.objects.filter(sha256__startswith=each)
        lacking += (file for file in its if sizes.get(file.sha256) != file.size)
    others = File.objects.exclude(sha256="").annotate(folder=Left("sha256", 2))
    lacking += others.exclude(folder__in=folders)
    return Finding(lacking, left)


def _left(folder: str, there: dict[str, Found]) -> list[str]:
    """Those of a folder's contents that no file has."""
    used = File.objects.filter(sha256__startswith=folder)
    return sorted(there.keys() - {*used.values_list("sha256", flat=True)})


def _delete(unwanted: QuerySet[File]) -> bool:
    """Delete some; whether there may be more."""
    gone = list(unwanted.values_list("pk", flat=True)[:AT_ONCE])
    unwanted.filter(pk__in=gone).delete()
    return len(gone) == AT_ONCE


def _never_shared() -> QuerySet[File]:
    """Apart from the others: while PostgreSQL waits for who shares one just now, that
    has its message, which a look of before does not see.
    """
    since = timezone.now() - timedelta(seconds=UPLOAD_SECONDS)
    return File.objects.filter(seq=None, at__lt=since)


def _deleted() -> QuerySet[File]:
    here = {"conversation": OuterRef("conversation"), "seq": OuterRef("seq")}
    kept = Exists(Version.objects.filter(message=OuterRef("pk")))
    said = Message.objects.filter(Q(deleted=False) | kept, **here)
    return File.objects.filter(~Exists(said), seq__isnull=False)


def _forget_parts() -> None:
    """Of what is whole, or is not to come any more."""
    old = (timezone.now() - YOUNG).timestamp()
    parts = {path.name: path for path in folder().iterdir()}
    due = File.objects.filter(sha256="").values_list("pk", flat=True)
    for name in parts.keys() - {id.hex for id in due}:
        with suppress(FileNotFoundError):
            if parts[name].stat().st_mtime < old:
                parts[name].unlink()
