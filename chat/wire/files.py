"""What is told of files, and of where links lead: objects."""

from __future__ import annotations

from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

__all__ = ["Avatar", "File", "Preview", "Shared"]


class File(Struct, kw_only=True):
    """A file that a message has brought along.

    id: the file's, which ``upload`` has given it.
    name: as its author's machine calls it, without folders.
    media: its media type where a browser may show it in a page, as its first bytes
        say: ``image/png``. All else is ``application/octet-stream``, or
        ``application/pdf`` with sides, and is handed out to be stored only.
    size: in bytes.
    href: its path at the site: for whoever is logged in at the page; in ``files``, for
        whoever has it, for a week. It may lead on to another host, which is for files
        alone. With ``?download`` behind it all is to be stored.
    alt: what it shows, in words, if its author has said so.
    width: of a picture, or of how the first page of a PDF is drawn, in pixels, as it
        is seen. Behind its address
        ``?thumbnail=320.webp`` has it smaller: no side is longer than 320, or 480, or
        1600; ``320.png`` stands still. Behind a ``?`` that is there, it is
        ``&thumbnail=``.
    height: likewise.
    colour: what it looks like as yet, such as ``#8090a0``, unless one sees through it.
    url: in ``files``, all of its address, if the site knows how it is reached.
    wave: of a voice, how loud it is from its beginning to its end, as its author's
        program has heard it: numbers from 0, which is silence, to 100.
    seconds: how long it takes, likewise.
    """

    id: UUID
    name: str
    media: str
    size: int
    href: str
    alt: str | UnsetType = UNSET
    width: int | UnsetType = UNSET
    height: int | UnsetType = UNSET
    colour: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    wave: list[int] | UnsetType = UNSET
    seconds: int | UnsetType = UNSET


class Avatar(Struct, kw_only=True):
    """The picture that somebody is seen by.

    person: their number.
    png: the picture in Base64, no side longer than 64 pixels.
    """

    person: int
    png: str


class Shared(Struct, kw_only=True):
    """The files of a message. Its ``body`` names them as text, too: below its words
    there is a line for each, which begins with a paperclip.

    html: the words alone as HTML that is safe in a page, and the first lines of files
        that are text, each below its name; empty if there is neither.
    files: in the order in which they were shared.
    """

    html: str
    files: list[File]


class Preview(Struct, kw_only=True):
    """Where the first link of a message leads, as the page there says it. The message's
    ``html`` has it behind the words.

    url: the link.
    title: what the page is called, in a line.
    site: what the site there is called, if it says so.
    description: what it is about, in a line, if it says so.
    picture: the path at this site of a picture that was drawn anew of the page's: for
        whoever is logged in at the page.
    """

    url: str
    title: str
    site: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    picture: str | UnsetType = UNSET
