"""The verbs of what comes: it is begun, measured, and whole, or let be."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat import wire
from chat.files import bounds, disk
from chat.files.addresses import UPLOAD_SECONDS, Upload, upload_path, url_of
from chat.files.excerpts import excerpt_of
from chat.files.models import File
from chat.files.naming import clean_alt, clean_name
from chat.files.pictures.thumbnails import Drawn
from chat.models import User
from chat.wire.errors import NotAllowed
from chat.words import sentence

_FOUND = (
    *("sha256", "size", "media", "width", "height", "colour"),
    *("text", "excerpt", "text_known"),
)
GONE = sentence("That file is not there any more: choose it again.")


def begin(owner: User, wish: wire.BeginUpload) -> wire.Upload:
    """Have room for a file, and say where it may come to.

    Raises:
        Banned, LoginRequired, Muted
        TooLong, TooMany, NotAllowed, DiskFull: as ``bounds`` says.
    """
    owner.require_voice()
    bounds.require_size(wish.size or 0)
    with transaction.atomic():
        bounds.require_room(owner, wish.size or 0)
        disk.require_room(wish.size or 0)
        name, alt = clean_name(wish.name), clean_alt(wish.alt)
        about = {"name": name, "alt": alt, "size": wish.size}
        voice = {"wave": bytes(wish.wave), "seconds": wish.seconds}
        file = File.objects.create(owner=owner, **about, **voice)
    path = upload_path(file, wish.to)
    until = timezone.now() + timedelta(seconds=UPLOAD_SECONDS)
    return wire.Upload(
        id=file.pk, name=name, href=path, until=wire.timestamp(until), url=url_of(path)
    )


def found(upload: Upload) -> File:
    """The file that comes there, or has come.

    Raises:
        NotAllowed: it was let be.
        Banned, LoginRequired, Muted
    """
    upload.owner.require_voice()
    file = File.objects.filter(pk=upload.file, owner=upload.owner).first()
    if file is None:
        raise NotAllowed(GONE)
    return file


def expected(upload: Upload) -> File:
    """The file that is to come there.

    Raises:
        NotAllowed: it is whole, or was let be.
        Banned, LoginRequired, Muted
    """
    file = found(upload)
    if file.sha256:
        raise NotAllowed("That file is here already.")
    return file


def measured(upload: Upload, size: int) -> File:
    """It is to come, and has so many bytes.

    Raises:
        NotAllowed: it was said to have others; or as ``expected``.
        TooLong, TooMany, DiskFull
    """
    bounds.require_size(size)
    with transaction.atomic():
        file = expected(upload)
        if file.size not in (None, size):
            raise NotAllowed("That file was said to be of another size.")
        bounds.require_room(upload.owner, size, but=file)
        disk.require_room(size)
        file.size = size
        file.save(update_fields=["size"])
    return file


def complete(upload: Upload, whole: disk.Whole, drawn: Drawn | None) -> File:
    """It has come, and lies in the storage; ``drawn``: if it is a picture.

    Raises:
        NotAllowed, TooMany, DiskFull
    """
    with transaction.atomic():
        file = expected(upload)
        if file.size != whole.size:
            bounds.require_room(upload.owner, whole.size, but=file)
        file.sha256, file.size, file.media, file.text = whole
        file.excerpt, file.text_known = excerpt_of(file.text), True
        if drawn is not None:
            file.width, file.height, file.colour = drawn
        file.save(update_fields=_FOUND)
    return file


def let_be(upload: Upload) -> str:
    """It is not to come any more; what its content is called, if it has come."""
    its = File.objects.filter(pk=upload.file, owner=upload.owner, seq=None)
    file = its.first()
    its.delete()
    return file.content if file and file.sha256 else ""


def most() -> int:
    """Bytes of a file of which nobody knows how many it has."""
    return int(settings.CHAT_FILE_BYTES)
