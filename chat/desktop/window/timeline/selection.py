"""One message of a timeline is chosen, by the keys or the mouse, and has a menu."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from chat.desktop.core.history.messages import Message
from chat.desktop.window.timeline import message_menu
from chat.desktop.window.timeline.transcript import Transcript


class Selection:
    """Calls ``menu(message, x, y)``, and ``look()`` where it has scrolled."""

    def __init__(
        self,
        text: tk.Text,
        transcript: Transcript,
        menu: Callable[[Message, int, int], None],
        look: Callable[[], None],
    ) -> None:
        self._text = text
        self._transcript = transcript
        self._menu = menu
        self._look = look
        self._seq: int | None = None
        self._listen()

    def choose(self, seq: int | None) -> None:
        """Have this message chosen, or none."""
        self._seq = seq
        self._transcript.mark(seq)

    def _listen(self) -> None:
        text = self._text
        text.bind("<Up>", lambda _: self._step(-1))
        text.bind("<Down>", lambda _: self._step(1))
        for event in ("<Return>", "<Menu>", "<Shift-F10>"):
            text.bind(event, self._menu_by_key)
        for event in ("<Button-3>", "<Button-2>", "<Control-Button-1>"):
            text.bind(event, self._menu_by_mouse)
        text.bind("<FocusOut>", lambda _: self._left())

    def _step(self, by: int) -> str:
        """Choose the message above or below."""
        seqs = self._transcript.seqs
        if seqs:
            at = seqs.index(self._seq) if self._seq in seqs else len(seqs)
            seq = seqs[min(max(at + by, 0), len(seqs) - 1)]
            self.choose(seq)
            self._text.see(f"m{seq}.first")
            self._look()
        return "break"

    def _left(self) -> None:
        """The keyboard went elsewhere; not if it is at the menu of what is chosen."""
        if message_menu.NAME not in str(self._text.tk.call("focus")):
            self.choose(None)

    def _menu_by_mouse(self, event: tk.Event[tk.Text]) -> str:
        self._text.focus_set()
        tags = self._text.tag_names(f"@{event.x},{event.y}")
        message = self._transcript.message_of(tags)
        self.choose(message.seq if message is not None else None)
        if message is not None:
            self._menu(message, event.x_root, event.y_root)
        return "break"

    def _menu_by_key(self, event: tk.Event[tk.Text]) -> str:
        if self._seq is None:
            self._step(-1)
        message = None if self._seq is None else self._transcript.message(self._seq)
        if message is not None:
            box = self._text.bbox(f"m{message.seq}.first") or (0, 0, 0, 0)
            x, y = self._text.winfo_rootx() + 40, self._text.winfo_rooty()
            self._menu(message, x + box[0], y + box[1] + box[3])
        return "break"
