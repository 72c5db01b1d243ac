"""A card about somebody: whether they are here, since when, and where both are.

It opens a moment after a click on a name, when no second click has come: two open the
private window.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat.desktop.core.chat import Chat
from chat.desktop.core.history.messages import Event
from chat.desktop.core.slash.finding import profile_lines
from chat.desktop.window.theme.faces import Faces
from chat.desktop.window.theme.looks import Looks
from chat.desktop.window.theme.shortening import ShortLabel
from chat.desktop.window.timeline.timeline import Timeline

# By then a second click would have come.
DOUBLE_MS = 400
WIDTH, CLEAR = 300, 8


class ProfileCard:
    """One at a time, over ``parent``; ``private(name)`` opens a private window."""

    def __init__(
        self,
        parent: tk.Misc,
        chat: Chat,
        looks: Looks,
        private: Callable[[str], None],
        faces: Faces,
    ) -> None:
        self._parent = parent
        self._chat = chat
        self._looks = looks
        self._private = private
        self._faces = faces
        self._frame: ttk.Frame | None = None
        self._former: tk.Misc | None = None
        self._due = ""
        self._asked = ""

    @property
    def width(self) -> int:
        """In pixels."""
        return self._looks.px(WIDTH)

    def soon(self, name: str, x: int, y: int) -> None:
        """A click on a name, at a place of the screen."""
        self.stop()
        if name and name != self._chat.you.name:
            self._due = self._parent.after(DOUBLE_MS, lambda: self._ask(name, x, y))

    def stop(self) -> None:
        """There was another click; or nobody wants to see it any more."""
        if self._due:
            self._parent.after_cancel(self._due)
        self._due = self._asked = ""
        if self._frame is not None:
            self._frame.destroy()
            self._frame = None

    # --- Steps ------------------------------------------------------------------------

    def _ask(self, name: str, x: int, y: int) -> None:
        self._due, self._asked = "", name

        def came(profile: Event) -> None:
            if self._asked == name and self._parent.winfo_exists():
                self._show(profile, x, y)

        self._chat.ask("profile", came, name=name)

    def _show(self, profile: Event, x: int, y: int) -> None:
        frame = self._frame = ttk.Frame(
            self._parent.winfo_toplevel(), name="card", style="Raised.TFrame"
        )
        self._looks.pad(frame, 14, 10)
        name = profile["person"]["name"]
        face = self._faces.large(profile["person"]["id"])
        ttk.Label(frame, name="face", image=face).pack(anchor="w")
        title = ShortLabel(frame, "name", "Title.TLabel")
        title.pack(fill="x")
        title.say(name)
        lines = ttk.Label(frame, name="lines", style="Soft.TLabel", justify="left")
        said = "\n".join(profile_lines(profile, self._chat.you.id))
        lines.configure(text=said, wraplength=self._looks.px(WIDTH - 28))
        lines.pack(anchor="w", pady=(self._looks.px(4), self._looks.px(10)))
        talk = ttk.Button(frame, name="talk", text="Private talk", takefocus=True)
        talk.configure(style="Accent.TButton", command=lambda: self._talk(name))
        talk.pack(anchor="w")
        talk.bind("<Escape>", lambda _: self._leave())
        talk.bind("<FocusOut>", lambda _: self.stop())
        talk.bind("<Return>", lambda _: self._talk(name))
        self._place(frame, x, y)
        self._former = self._parent.focus_get()
        talk.focus_set()

    def _place(self, frame: ttk.Frame, x: int, y: int) -> None:
        """Beside the click, within the window."""
        window, width = self._parent.winfo_toplevel(), self.width
        left, top = x - window.winfo_rootx(), y - window.winfo_rooty()
        highest = window.winfo_height() - frame.winfo_reqheight() - 8
        widest = window.winfo_width() - width - 8
        frame.place(
            x=max(8, min(left, widest)), y=max(8, min(top, highest)), width=width
        )
        frame.lift()

    def _leave(self) -> None:
        """Go; the keyboard is where it was."""
        self.stop()
        if self._former is not None and self._former.winfo_exists():
            self._former.focus_set()

    def _talk(self, name: str) -> None:
        self.stop()
        self._private(name)


def serve_card(
    tree: ttk.Treeview, card: ProfileCard, name_of: Callable[[str], str] = str
) -> None:
    """Have a click on a row open the card about whom it names; two clicks do not."""

    def clicked(event: tk.Event[tk.Misc]) -> None:
        beside = event.x_root - card.width - event.x - CLEAR
        card.soon(name_of(tree.identify_row(event.y)), beside, event.y_root)

    tree.bind("<ButtonRelease-1>", clicked, add=True)
    for other in ("<Double-ButtonRelease-1>", "<Key>"):
        tree.bind(other, lambda _: card.stop(), add=True)


def serve_names(
    timeline: Timeline, card: ProfileCard, private: Callable[[str], None]
) -> None:
    """Have a click on an author's name open the card, and two the private window."""
    text = timeline.text

    def once(event: tk.Event[tk.Text]) -> None:
        name = timeline.author_at(event.x, event.y)
        if name and not text.tag_ranges("sel"):
            card.soon(name, event.x_root, event.y_root + 2 * CLEAR)

    def twice(event: tk.Event[tk.Text]) -> None:
        card.stop()
        if name := timeline.author_at(event.x, event.y):
            private(name)

    text.bind("<ButtonRelease-1>", once, add=True)
    text.tag_bind("name", "<Enter>", lambda _: text.configure(cursor="hand2"))
    text.tag_bind("name", "<Leave>", lambda _: text.configure(cursor=""))
    text.tag_bind("name", "<Double-ButtonRelease-1>", twice)
