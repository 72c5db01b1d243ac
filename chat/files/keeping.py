"""What becomes of files as their message is posted, edited, or brought back."""

from __future__ import annotations

from collections.abc import Sequence

from chat import wire
from chat.files.models import File
from chat.files.reading import files_at, shown
from chat.files.sharing import NO_SUCH_FILE, words_of
from chat.files.wording import MARK, body_of, words_in
from chat.wire.errors import NotAllowed


def keep(events: Sequence[wire.LogEvent]) -> None:
    """The hook: files go with their message, and are of one alone.

    Raises:
        NotAllowed: one of them was shared meanwhile.
    """
    for event in events:
        if isinstance(event, wire.MessagePosted) and event.shared:
            _claim(event, event.shared.files)
        elif isinstance(event, wire.Edited) and MARK in event.body:
            files = files_at({(event.conversation, event.target)})
            for its in files.values():
                event.shared = shown(event.body, its)


def reword(place: tuple[int, int], before: str, text: str) -> str:
    """Of a message with files the words above them are edited: the files stay.

    Raises:
        Malformed, TooLong
    """
    files = files_at({place}).get(place) if MARK in before else None
    return text if files is None else body_of(words_of(words_in(text)), files)


def _claim(event: wire.MessagePosted, files: Sequence[wire.File]) -> None:
    mine = File.objects.filter(owner=event.author, seq=None).exclude(sha256="")
    for position, file in enumerate(files):
        place = {"conversation": event.conversation, "seq": event.seq}
        if not mine.filter(pk=file.id).update(**place, position=position):
            raise NotAllowed(NO_SUCH_FILE)
