"""What a file is called, and what it is."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from chat.text.clean import one_line
from chat.wire.limits import ALT_CHARACTERS, FILE_NAME_CHARACTERS

UNNAMED = "file"
ENDING_CHARACTERS = 12
# A file system takes 255; programs put something of theirs before or behind it.
NAME_BYTES = 200
# They would end the code span that a name stands in, or be a path somewhere.
_FORBIDDEN = str.maketrans(dict.fromkeys('`"<>|?*:', "_"))
# Controls, and what makes a text seem another: bidi controls, joiners, private signs.
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
# What few browsers show themselves.
HEIC = "image/heic"
# No page shows it: pictures of its first page are made.
PDF = "application/pdf"
FILM = "video/mp4"
# By the first bytes: where they stand, and what they are.
_SIGNS = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypavis", "image/avif"),
    (4, b"ftypmif1", HEIC),
    (4, b"ftyphei", HEIC),
    (4, b"ftyphev", HEIC),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", FILM),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (8, b"WAVE", "audio/wav"),
    (0, b"%PDF-", PDF),
)
SIGN_BYTES = 4096
# What is told beside a picture that moves may have none: in MP4 it is known of what was
# recorded in pieces, whose table of contents stands in front, and is short.
_VOICES = (
    ("video/webm", re.compile(rb"A_OPUS"), re.compile(rb"V_(VP|AV|MP)"), "audio/webm"),
    (FILM, re.compile(rb"soun.*mvex", re.DOTALL), re.compile(rb"vide"), "audio/mp4"),
)


def clean_name(name: str) -> str:
    """The last part of a path, in one line, of what can be seen; its ending stays."""
    last = one_line(name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    seen = "".join(c for c in last if unicodedata.category(c) not in _UNSEEN)
    text = seen.translate(_FORBIDDEN).strip(". ")
    if not text:
        return UNNAMED
    if len(text) <= FILE_NAME_CHARACTERS and len(text.encode()) <= NAME_BYTES:
        return text
    suffix = PurePosixPath(text).suffix
    ending = suffix if len(suffix) <= ENDING_CHARACTERS else ""
    stem = text.removesuffix(ending)[: FILE_NAME_CHARACTERS - len(ending)]
    room = NAME_BYTES - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore") + ending


def clean_alt(alt: str) -> str:
    """What a picture shows, in one line."""
    return one_line(alt)[:ALT_CHARACTERS]


def media_of(beginning: bytes) -> str:
    """The media type of what a page may show, or of a PDF, by the first ``SIGN_BYTES``;
    else "".

    Nothing of what a page shows runs there, whatever else is in the file.
    """
    for at, sign, media in _SIGNS:
        if beginning.startswith(sign, at):
            return _heard(media, beginning)
    return ""


def _heard(media: str, beginning: bytes) -> str:
    """What of a film is only heard is a sound."""
    for film, heard, seen, sound in _VOICES:
        if film == media and heard.search(beginning) and not seen.search(beginning):
            return sound
    return media


def is_prepared(media: str) -> bool:
    """Whether something is done with it before anybody sees it."""
    return is_picture(media) or media in (PDF, FILM)


def is_picture(media: str) -> bool:
    return media.startswith("image/")
