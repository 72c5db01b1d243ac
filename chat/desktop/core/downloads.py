"""Has a message's file stored on this computer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chat.desktop.core.conversation import Conversation
from chat.desktop.core.messages import Event
from chat.desktop.core.requests import Requests
from chat.desktop.core.screen import Screen
from chat.desktop.core.shared import SharedFile
from chat.desktop.core.uploads import Progress, Told

NOWHERE = "The site does not say where its pages are: nothing can be fetched there."
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

        def told(progress: Progress) -> None:
            if progress.refusal:
                self._screen.warned(f"{file.name}: {progress.refusal}")
            elif progress.is_over:
                self._screen.noted(place, [f"{file.name} is saved: {path}"])

        def answered(event: Event) -> None:
            urls = [e.get("url") for e in event["files"] if e["id"] == file.id]
            if self.fetch is None or not any(urls):
                self._screen.warned(NOWHERE)
            else:
                self.fetch(urls[0], path, told)

        self._requests.ask({"type": "files", **place.at(seq)}, answered)
