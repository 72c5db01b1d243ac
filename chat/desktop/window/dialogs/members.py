"""A window with the people of a conversation: who is here, and who is not.

Two clicks on a name, or Enter, open the private window; one opens the card.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat.desktop.core.chat import Chat
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.members import Member, Members
from chat.desktop.window.dialogs.card import ProfileCard, serve_card
from chat.desktop.window.theme.faces import Faces
from chat.desktop.window.theme.looks import Looks

NAME = "members"
SIZE, LEAST = (340, 480), (240, 200)
TYPING_MS, LIVE_MS = 250, 1000
GROUPS = {"here": "Here now", "away": "Not here"}


class MembersWindow(tk.Toplevel):
    """``private(name)`` opens the private window with somebody."""

    def __init__(
        self,
        root: tk.Misc,
        looks: Looks,
        chat: Chat,
        place: Conversation,
        private: Callable[[str], None],
        faces: Faces,
    ) -> None:
        super().__init__(root, name=NAME)
        self.title(f"Members of {place.name}")
        self.geometry(looks.geometry(*SIZE))
        self.minsize(*map(looks.px, LEAST))
        self._looks, self._chat, self._private = looks, chat, private
        self._faces = faces
        self._members = Members(chat.requests, place, self._changed)
        self._typed = tk.StringVar(self)
        self._due = ""
        self._shown: tuple[int, list[Member]] = (-1, [])
        self._make()
        self.paint()

    def show(self, match: str = "") -> None:
        """Begin with those whose names begin like that."""
        self._typed.set(match)
        self._begin()
        self._entry.focus_force()

    def paint(self) -> None:
        """Take the colours of the theme."""
        colours = self._looks.colours
        self._looks.paint_window(self)
        self.tree.tag_configure("group", font="ChatSmallBold")
        self.tree.tag_configure("group", foreground=colours["soft"])
        self.tree.tag_configure("away", foreground=colours["soft"])
        self.tree.tag_configure("blocked", foreground=colours["faint"])

    # --- Making it --------------------------------------------------------------------

    def _make(self) -> None:
        px = self._looks.px
        bar = ttk.Frame(self, name="bar")
        self._looks.pad(bar, 10, 10, 10, 6)
        self._entry = ttk.Entry(bar, name="entry", textvariable=self._typed)
        self._entry.configure(font="TkTextFont")
        self._entry.pack(fill="x")
        bar.pack(fill="x")
        foot = ttk.Frame(self, name="foot")
        self._looks.pad(foot, 10, 6)
        self._state = ttk.Label(foot, name="state", style="Small.TLabel", text="…")
        self._state.pack(side="left", fill="x", expand=True)
        more = ttk.Button(foot, name="more", text="More", command=self._members.go_on)
        self._more = more
        foot.pack(side="bottom", fill="x")
        self.tree = ttk.Treeview(
            self, name="tree", show="tree", columns=("about",), selectmode="browse"
        )
        self.tree.column("#0", width=px(150), minwidth=px(80))
        self.tree.column("about", width=px(160))
        scroll = ttk.Scrollbar(self, command=self.tree.yview, takefocus=False)
        self.tree.configure(yscrollcommand=scroll.set)
        scroll.pack(side="right", fill="y")
        self.tree.pack(fill="both", expand=True)
        for group, label in GROUPS.items():
            self.tree.insert("", "end", group, text=label, open=True, tags=("group",))
        self._listen()

    def _listen(self) -> None:
        card = ProfileCard(
            self.tree, self._chat, self._looks, self._private, self._faces
        )
        serve_card(self.tree, card, name_of=self._name_of)
        for event in ("<Double-1>", "<Return>"):
            self.tree.bind(event, lambda _: self._open())
        self._typed.trace_add("write", lambda *_: self._soon())
        self._entry.bind("<Return>", lambda _: self._begin())
        self._entry.bind("<Down>", lambda _: self._choose_first())
        self.bind("<Escape>", lambda _: self.destroy())
        self.bind("<<ThemeChanged>>", lambda _: self.paint())
        self.after(LIVE_MS, self._live)

    # --- What it shows ----------------------------------------------------------------

    def _live(self) -> None:
        """Who has come or gone meanwhile has another place."""
        if self.winfo_exists():
            self._show()
            self.after(LIVE_MS, self._live)

    def _changed(self) -> None:
        if not self.winfo_exists():
            return
        self._state.configure(text=self._members.state)
        self._show()
        if self._members.has_more:
            self._more.pack(side="right")
        else:
            self._more.pack_forget()

    def _show(self) -> None:
        roster, people = self._chat.people.roster, self._members.people
        if self._shown == (roster.version, people):
            return
        self._shown = roster.version, people
        chosen = self.tree.selection()
        self.tree.delete(*self.tree.get_children("here"))
        self.tree.delete(*self.tree.get_children("away"))
        blocks = self._chat.conversations.blocks
        for each in people:
            is_here = roster.has_person(each.number, each.name)
            tags = ["away"] * (not is_here) + ["blocked"] * blocks.has(each.number)
            text = f"{'●' if is_here else '○'}  {each.name}"
            facts = each.about, each.doors if is_here else ""
            values = (", ".join(filter(None, facts)),)
            group = "here" if is_here else "away"
            row = str(each.number)
            self.tree.insert(group, "end", row, text=text, values=values, tags=tags)
        if chosen and self.tree.exists(chosen[0]):
            self.tree.selection_set(chosen[0])

    # --- What the person does ---------------------------------------------------------

    def _soon(self) -> None:
        if self._due:
            self.after_cancel(self._due)
        self._due = self.after(TYPING_MS, self._begin)

    def _begin(self) -> None:
        if self._due:
            self.after_cancel(self._due)
        self._due = ""
        self._members.begin(self._typed.get())

    def _choose_first(self) -> None:
        rows = [*self.tree.get_children("here"), *self.tree.get_children("away")]
        if rows:
            self.tree.selection_set(rows[0])
            self.tree.focus(rows[0])
            self.tree.focus_set()

    def _name_of(self, row: str) -> str:
        people = self._members.people
        return next((each.name for each in people if str(each.number) == row), "")

    def _open(self) -> str:
        chosen = self.tree.selection()
        name = self._name_of(chosen[0]) if chosen else ""
        if not name:
            return ""
        if name != self._chat.you.name:
            self._private(name)
        return "break"
