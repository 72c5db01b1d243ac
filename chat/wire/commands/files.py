"""Files: sending them to the site, sharing them, and fetching them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from chat.wire.commands.base import Command, Number, Place, Seq
from chat.wire.limits import AVATARS_MOST, BODY_CHARACTERS, FILES_MOST, WAVE_MOST

__all__ = ["BeginUpload", "FetchAvatars", "FetchFiles", "SetAvatar", "Share"]

# What is longer is cut.
FileName = Annotated[str, Meta(max_length=1000)]
Alt = Annotated[str, Meta(max_length=4000)]
Size = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Words = Annotated[str, Meta(extra_json_schema={"maxLength": BODY_CHARACTERS})]
Files = Annotated[list[UUID], Meta(min_length=1, max_length=FILES_MOST)]

People = Annotated[list[Number], Meta(min_length=1, max_length=AVATARS_MOST)]

Loudness = Annotated[int, Meta(ge=0, le=100)]
Wave = Annotated[list[Loudness], Meta(max_length=WAVE_MOST)]
# A day; what is said for so long is no voice message.
Seconds = Annotated[int, Meta(ge=0, le=86_400)]


class BeginUpload(Command, tag="upload"):
    """Ask where to send a file.

    Answer: ``upload``, with an address for this file alone. ``PUT`` there sends all of
        it. Or in pieces: ``PATCH`` with ``Upload-Offset``, which is how much has come
        already, sends more from there on; ``HEAD`` tells ``Upload-Offset``, after a
        line that broke. ``DELETE`` lets it be. Once it is whole, ``share`` says it.
    name: as your machine calls it; folders and what cannot be seen go, and all beyond
        100 characters or 200 bytes of UTF-8 but the ending.
    size: in bytes. If absent, what ``PUT`` says.
    alt: what it shows, in words, for who cannot see it: cut after 500 characters.
    wave: of a voice, how loud it is from its beginning to its end: 0 is silence.
    seconds: how long it takes.
    to: as in ``post``: it is shared there by itself, as soon as it is whole.
    too-long: so large a file is not taken.
    too-many: so many of yours wait to be shared; or yours have taken all the room that
        they may.
    not-allowed: the site takes no files.
    unavailable: there is no room on the site's disk.
    """

    name: FileName
    size: Size | None = None
    alt: Alt = ""
    to: Number | Place | None = None
    wave: Wave = []
    seconds: Seconds = 0


class Share(Command, tag="share"):
    """Say something with files. It is a message: see ``post``.

    Answer: ``posted``, as of a post. Everybody in the conversation hears ``message``,
        with ``shared`` in it.
    to: as in ``post``.
    id: as in ``post``.
    files: yours, whole, and not shared before; in this order.
    body: as in ``post``; it may be empty.
    reads: as in ``post``.
    reply_to: as in ``post``.
    no-such-conversation: there is none that you may know of, or no such message to
        answer.
    too-long: of the body, with the lines that name the files.
    malformed: ``to`` is none of the three.
    id-reused: the id was used before, for another text, other files or another place.
    no-such-user: nobody has that name.
    not-allowed: one of the files is not there, or not whole, or was shared before; or
        it is to somebody whom you have blocked, or would have to wait for a moderator.
    """

    to: Number | Place
    id: UUID
    files: Files
    body: Words = ""
    reads: bool = False
    reply_to: Number | None = None
    epoch: Seq | None = None


class FetchFiles(Command, tag="files"):
    """Ask for addresses of a message's files that need no log-in.

    Answer: ``files``: the addresses are yours, for a week, and hold as long as you may
        read the message.
    no-such-conversation: there is none that you may know of, or no such message, or it
        has no files.
    """

    conversation: Number
    seq: Number
    epoch: Seq | None = None


class SetAvatar(Command, tag="avatar"):
    """Have everybody see a picture of yours beside your name on the page, or not.

    Answer: ``avatar``. Everybody hears it.
    file: one that you have sent, and not shared: what is in its middle is taken, and it
        is not there any more then. If absent, the first letter of your name is seen.
    not-allowed: that is no picture, or not there.
    rate-limited: you have often done so.
    """

    file: UUID | None = None


class FetchAvatars(Command, tag="avatars"):
    """Ask for the pictures that people are seen by, small.

    Answer: ``avatars``.
    people: their numbers.
    """

    people: People


FileCommand = BeginUpload | Share | FetchFiles | SetAvatar | FetchAvatars
