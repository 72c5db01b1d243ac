"""Addresses that need no log-in: each is signed, for one person and one file.

They end with the person's log-ins, too: what is signed has their epoch. Where the site
hands out files at another host's name, nothing else is there, and no log-in: whoever
asks for one at the site itself is sent there by such an address.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http.request import split_domain_port
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


def link_to(file: File, reader: User, query: str = "") -> str:
    """Where it is for that person, for a week, without a log-in.

    ``query``: what else was asked for.
    """
    said = [file.pk.hex, reader.pk, reader.epoch]
    link = f"link={signing.dumps(said, salt=_LINK_SALT)}"
    return f"{path_of(file)}?{query}{'&' * bool(query)}{link}"


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


def url_of_link(path: str) -> str | UnsetType:
    """All of the address of a link: where files are handed out."""
    apart: str = settings.CHAT_FILES_URL
    return apart + path if apart else url_of(path)


def is_apart(host: str) -> bool:
    """Whether a Host header has the name at which files are handed out, and no more."""
    apart = urlsplit(settings.CHAT_FILES_URL).netloc
    return bool(apart) and split_domain_port(host)[0] == split_domain_port(apart)[0]


def obstacle() -> str:
    """Why files cannot be handed out apart, if they are to be; "": they can."""
    apart = urlsplit(settings.CHAT_FILES_URL).netloc
    names = [urlsplit(settings.CHAT_URL).netloc]
    names += settings.ALLOWED_HOSTS if settings.HOSTS_ARE_GIVEN else []
    if not any(map(is_apart, filter(None, names))):
        return ""
    return (
        f"CHAT_FILES_URL has {apart}, which is a name of the site itself: take another"
        " one, and do not list it in ALLOWED_HOSTS."
    )


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
