"""Has a message's file stored on this computer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chat.desktop.core.files.shared import SharedFile
from chat.desktop.core.files.uploads import Progress, Told
from chat.desktop.core.history.messages import Event
from chat.desktop.core.requests import Requests
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.screen import Screen

NOWHERE = "The site does not say where its pages are: nothing can be fetched there."
# What the address of a link has behind it, to be a picture that Tk can show.
THUMBNAIL = "&thumbnail=320.png"
# Fetches what is at an address into a file, and tells how that ends.
Fetch = Callable[[str, Path, Told], object]


class Downloads:
    """``fetch`` is how it is fetched."""

    fetch: Fetch | None = None

    def __init__(self, requests: Requests, screen: Screen) -> None:
        self._requests = requests
        self._screen = screen

    def save(self, place: Conversation, seq: int, file: SharedFile, path: Path) -> None:
        """Store a file of that message there; the person is told when it is."""

        def came() -> None:
            self._screen.noted(place, [f"{file.name} is saved: {path}"])

        self._fetch(place, seq, file, path, came)

    def show(
        self,
        place: Conversation,
        seq: int,
        file: SharedFile,
        path: Path,
        came: Callable[[], None],
    ) -> None:
        """Store a picture of that message there, small; ``came()`` when it is."""
        self._fetch(place, seq, file, path, came, THUMBNAIL)

    def _fetch(
        self,
        place: Conversation,
        seq: int,
        file: SharedFile,
        path: Path,
        came: Callable[[], None],
        query: str = "",
    ) -> None:
        def told(progress: Progress) -> None:
            if progress.refusal:
                self._screen.warned(f"{file.name}: {progress.refusal}")
            elif progress.is_over:
                came()

        def answered(event: Event) -> None:
            urls = [e.get("url") for e in event["files"] if e["id"] == file.id]
            if self.fetch is None or not any(urls):
                self._screen.warned(NOWHERE)
            else:
                self.fetch(urls[0] + query, path, told)

        self._requests.ask({"type": "files", **place.at(seq)}, answered)
