"""Addresses that need no log-in: each is signed, for one person and one file.

They end with the person's log-ins, too: what is signed has their epoch.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import UUID

from django.core import signing
from msgspec import UNSET, UnsetType

from chat.files.models import File
from chat.models import User
from chat.site import Site
from chat.wire.errors import LoginRequired

PATH, UPLOADS = "/files/", "/files/upload/"
UPLOAD_SECONDS, LINK_SECONDS = 24 * 3600, 7 * 24 * 3600
_UPLOAD_SALT, _LINK_SALT = "chat.files.upload", "chat.files.link"


class Upload(NamedTuple):
    """What may be sent where: ``to`` is where it is shared by itself, if anywhere."""

    file: UUID
    owner: User
    to: int | str | None


def upload_path(file: File, to: int | str | None) -> str:
    """Where that file may be sent, for a day."""
    said = [file.pk.hex, file.owner_id, file.owner.epoch, to]
    return UPLOADS + signing.dumps(said, salt=_UPLOAD_SALT)


def upload_at(token: str) -> Upload:
    """What may be sent there.

    Raises:
        LoginRequired: nothing, or not any more.
    """
    id, number, epoch, to = _read(token, _UPLOAD_SALT, UPLOAD_SECONDS)
    return Upload(UUID(id), _person(number, epoch), to)


def path_of(file: File) -> str:
    """Where a file is, for whoever has logged in."""
    return f"{PATH}{file.pk}/{quote(file.name, safe='')}"


def link_to(file: File, reader: User) -> str:
    """Where it is for that person, for a week, without a log-in."""
    said = [file.pk.hex, reader.pk, reader.epoch]
    return f"{path_of(file)}?link={signing.dumps(said, salt=_LINK_SALT)}"


def reader_of(token: str, file: UUID) -> User:
    """Whose link to that file it is.

    Raises:
        LoginRequired: nobody's, or not any more.
    """
    id, number, epoch = _read(token, _LINK_SALT, LINK_SECONDS)
    if UUID(id) != file:
        raise LoginRequired
    return _person(number, epoch)


def url_of(path: str) -> str | UnsetType:
    """All of an address, if it is known how the site is reached."""
    url = Site.here().url
    return url + path if url else UNSET


def _read(token: str, salt: str, seconds: int) -> Any:
    try:
        return signing.loads(token, salt=salt, max_age=seconds)
    except signing.BadSignature:
        raise LoginRequired("That address is not good any more.") from None


def _person(number: int, epoch: int) -> User:
    user = User.objects.filter(pk=number, epoch=epoch).first()
    if user is None or user.is_released:
        raise LoginRequired("That address is not good any more.")
    return user.admitted()
