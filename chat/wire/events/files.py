"""What is told of files: answers to who sends them, and to who fetches them."""

from __future__ import annotations

from uuid import UUID

from msgspec import UNSET, UnsetType

from chat.wire.events.base import Event
from chat.wire.files import Avatar, File
from chat.wire.objects import Time

__all__ = ["AvatarSet", "Avatars", "Files", "Upload"]


class Upload(Event, tag="upload"):
    """Where to send a file.

    id: the file's, by which it is shared.
    name: what it is called there.
    href: the path at the site, for ``PUT``, ``PATCH``, ``HEAD`` and ``DELETE``; it is a
        secret, and for this file alone.
    url: all of the address, if the site knows how it is reached.
    until: so long it is good.
    """

    id: UUID
    name: str
    href: str
    until: Time
    url: str | UnsetType = UNSET


class Files(Event, tag="files"):
    """A message's files, with addresses that need no log-in.

    target: the message's ``seq``.
    files: each with its ``href`` for you alone, which holds for a week, as long as you
        may read the message.
    """

    conversation: int
    target: int
    files: list[File]


class AvatarSet(Event, tag="avatar"):
    """Somebody is seen by another picture, or by a letter.

    name: theirs.
    person: their number.
    href: the picture's path at the site, for whoever is logged in at the page; empty:
        it is a letter.
    """

    name: str
    person: int
    href: str = ""


class Avatars(Event, tag="avatars"):
    """The pictures that people are seen by, small.

    avatars: of those who have one.
    """

    avatars: list[Avatar]


FileEvent = Upload | Files | AvatarSet | Avatars
