"""A private window: one person, with a history and a composer of its own.

It is withdrawn until ``show`` or ``show_quietly``.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from chat.desktop.client import Client
from chat.desktop.core.reading.unread import sign_of
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.window.attention import quiet
from chat.desktop.window.banner import Banner
from chat.desktop.window.pane import Application, Pane
from chat.desktop.window.shortcuts import KEY

SIZE, LEAST = (520, 480), (240, 200)
ENDED = "This talk is not in your list any more: what you type here is not sent"


class PrivateWindow(tk.Toplevel):
    """``closed(window)`` when the person has closed it."""

    def __init__(
        self,
        root: tk.Tk,
        client: Client,
        app: Application,
        conversation: Conversation,
        *,
        geometry: str,
        closed: Callable[[PrivateWindow], None],
    ) -> None:
        super().__init__(root, name=_free_name(root, conversation))
        self.withdraw()
        self._client = client
        self.conversation = conversation
        self.is_flashing = False
        self._came_by_itself = False
        self._closed = closed
        self.geometry(geometry or app.looks.geometry(*SIZE))
        self.minsize(*map(app.looks.px, LEAST))
        self.pane = Pane(self, client.chat, app)
        self.pane.pack(fill="both", expand=True)
        self._banner = Banner(self, self.pane, app.looks, app.log_in)
        self.pane.show(conversation)
        self.protocol("WM_DELETE_WINDOW", self.close)
        self.bind(f"<{KEY}-w>", lambda _: self.close())
        self.bind("<Map>", self._mapped)
        self.bind("<FocusIn>", self._entered)
        app.looks.paint_window(self)

    def show(self) -> None:
        """The person wants to write here."""
        self._came_by_itself = False
        quiet.take_input(self)
        self.deiconify()
        self.lift()
        self.pane.focus()

    def show_quietly(self) -> None:
        """Be seen, and leave the keyboard to whoever has it."""
        self._came_by_itself = True
        quiet.show(self)

    def show_state(self) -> None:
        """Say how the connection is."""
        self._banner.show(self._client)

    def show_title(self, blink: bool, own: str) -> None:
        """The name, with what is unread, and who writes; ``blink`` turns with time."""
        sign = sign_of(self.conversation)
        count = f"({sign}) " if sign.number else ""
        call = "✉ " if self.is_flashing and blink else ""
        title = f"{call}{count}{self.conversation.label} · {own}"
        if self.title() != title:
            self.title(title)

    def flash(self, on: bool) -> None:
        """Call for attention, or stop that."""
        self.is_flashing = on

    def end(self) -> None:
        """The talk is in no list any more: nothing is sent from here."""
        self.flash(False)
        self.pane.end(ENDED)

    def _mapped(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self and self._came_by_itself:
            self.pane.composer.hold()

    def _entered(self, event: tk.Event[tk.Misc]) -> None:
        """The keyboard is here: by the person's will, or that of another window that
        has gone, while they go on typing.
        """
        self.flash(False)
        if event.widget is self:
            if self._came_by_itself:
                self.pane.composer.hold()
            self.pane.focus()

    def close(self) -> None:
        """Go; what is half written is there when it is opened again."""
        self.conversation.is_kept = False
        self._closed(self)
        self.destroy()


def _free_name(root: tk.Tk, conversation: Conversation) -> str:
    """A name for Tk; one that a guest has lost may still be in use."""
    name = f"private{conversation.label.lower()}".replace(".", "-")
    return f"{name}{conversation.id}" if name in root.children else name
