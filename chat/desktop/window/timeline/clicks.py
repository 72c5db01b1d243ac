"""What a click on a message does; to mark words with the mouse is no click."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from chat.desktop.core.history.messages import Message
from chat.desktop.window.timeline.bodies import links_in
from chat.desktop.window.timeline.links import follow
from chat.desktop.window.timeline.transcript import Transcript

# What can be clicked, by its tag.
HANDS = (
    *("link", "retry", "remove", "cancel", "unfold", "reaction"),
    *("lead", "undo", "versions", "mention"),
)


class Clicks:
    """``act(kind, value, message)`` does what the tag ``kind:value`` is for."""

    def __init__(
        self,
        text: tk.Text,
        transcript: Transcript,
        act: Callable[[str, str, Message | None], None],
        choose: Callable[[int | None], None],
    ) -> None:
        self._text = text
        self._transcript = transcript
        self._act = act
        self._choose = choose
        text.bind("<Button-1>", lambda _: text.focus_set())
        text.bind("<ButtonRelease-1>", self._released)
        for tag in HANDS:
            text.tag_bind(tag, "<Enter>", lambda _: text.configure(cursor="hand2"))
            text.tag_bind(tag, "<Leave>", lambda _: text.configure(cursor=""))

    def _released(self, event: tk.Event[tk.Text]) -> None:
        if self._text.tag_ranges("sel"):
            self._choose(None)
            return
        hit = self._text.tag_names(f"@{event.x},{event.y}")
        message = self._transcript.message_of(hit)
        kinds = dict(tag.partition(":")[::2] for tag in hit if ":" in tag)
        for kind, value in kinds.items():
            self._do(kind, value, message)
        if "lead" not in kinds:  # that one chooses another
            self._choose(message.seq if message is not None else None)

    def _do(self, kind: str, value: str, message: Message | None) -> None:
        if kind != "link":
            self._act(kind, value, message)
        elif message is not None:
            follow(self._text.master, links_in(message)[int(value)])
