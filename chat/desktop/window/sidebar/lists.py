"""The lists on both sides: conversations with what is unread, and who is here."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterable
from tkinter import ttk

from chat.desktop.core.chat import Chat
from chat.desktop.core.reading.unread import sign_of
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.titles import called
from chat.desktop.window.sidebar.finder import Finder
from chat.desktop.window.theme.faces import Faces
from chat.desktop.window.theme.looks import Looks
from chat.desktop.window.theme.shortening import ShortRows

REFUSED = "⚠ "
# Of so many people pictures are seen beside their names: one would not look at more.
PICTURED_MOST = 200
# In a row, beside the words: what opens a group, and what stands around; a picture.
BESIDE_NAME, BESIDE_FACE = 40, 48
GROUPS = {"rooms": "Rooms", "directs": "Private talk"}


class ConversationList(ttk.Frame):
    """``choose(conversation)`` when one is selected, ``open_private(name)`` when a
    private one is double-clicked, or Enter pressed on it.
    """

    def __init__(
        self,
        parent: tk.Misc,
        chat: Chat,
        *,
        choose: Callable[[Conversation], None],
        open_private: Callable[[str], None],
        find: Callable[[tk.Misc], Finder],
    ) -> None:
        super().__init__(parent, name="conversations")
        self.finder = find(self)
        self.finder.pack(fill="x")
        self._chat = chat
        self._choose = choose
        self._open_private = open_private
        self._current: Conversation | None = None
        self.tree = _tree(self, columns=("unread",))
        self._rows = ShortRows(self.tree, lambda: self.show(self._current))
        self.tree.bind("<<TreeviewSelect>>", lambda _: self._selected())
        for event in ("<Double-1>", "<Return>"):
            self.tree.bind(event, lambda _: self._opened())
        for group, label in GROUPS.items():
            self.tree.insert("", "end", group, text=label, open=True, tags=("group",))

    def show(self, current: Conversation | None) -> None:
        """Bring the list up to date; ``current`` is shown in the main window."""
        self._current = current
        conversations = self._chat.conversations
        for group in GROUPS:
            names = (each.name for each in getattr(conversations, group))
            _follow(self.tree, group, [*filter(self.finder.has, names)])
        refused_in = self._chat.postman.refused_in
        for each in conversations:
            if self.tree.exists(each.name):
                self._show_row(each, each.name in refused_in)
        if current is None or not self.tree.exists(current.name):
            return
        if self.tree.selection() != (current.name,):
            self.tree.selection_set(current.name)
            self.tree.focus(current.name)
            self.tree.see(current.name)

    def paint(self, looks: Looks) -> None:
        _paint(self.tree, looks)
        self.tree.column("unread", width=looks.px(46), stretch=False, anchor="e")
        self.tree.tag_configure("unread", font="ChatBold")
        accent = looks.colours["accent"]
        self.tree.tag_configure("words", font="ChatBold", foreground=accent)
        self.tree.tag_configure("refused", foreground=looks.colours["bad"])
        self.tree.tag_configure("muted", foreground=looks.colours["faint"])
        self._rows.look(beside=looks.px(BESIDE_NAME))

    def _show_row(self, each: Conversation, is_refused: bool) -> None:
        """The name, and what is unread, after a mark where something is not sent."""
        sign = sign_of(each)
        tag = "words" if sign.number else "unread" if sign.calls else ""
        if each.gone or each.level == "nothing":
            tag = "muted"
        values = (f"{REFUSED if is_refused else ''}{sign}  ",)
        text = self._rows.short(called(each, self._chat.you.id))
        _set(self.tree, each.name, text, values, "refused" if is_refused else tag)

    def _selected(self) -> None:
        conversation = self._chosen()
        if conversation is not None and conversation is not self._current:
            self._choose(conversation)

    def _opened(self) -> None:
        conversation = self._chosen()
        if conversation is not None and conversation.kind == "direct":
            self._open_private(conversation.label)

    def _chosen(self) -> Conversation | None:
        chosen = self.tree.selection()
        return self._chat.conversations.by_name(chosen[0]) if chosen else None


class PeopleList(ttk.Frame):
    """``open_private(name)`` when a name is double-clicked, or Enter pressed on it."""

    def __init__(
        self,
        parent: tk.Misc,
        chat: Chat,
        finder: Finder,
        open_private: Callable[[str], None],
        faces: Faces,
    ) -> None:
        super().__init__(parent, name="people")
        self._faces = faces
        self._chat = chat
        self._finder = finder
        self._open_private = open_private
        self._heading = ttk.Label(self, style="Padded.Group.TLabel")
        self._heading.pack(fill="x")
        self.tree = _tree(self)
        self._rows = ShortRows(self.tree, self.show)
        for event in ("<Double-1>", "<Return>"):
            self.tree.bind(event, lambda _: self._opened())

    def show(self) -> None:
        """Bring the list up to date."""
        everybody = self._chat.people.roster.names
        names = [*filter(self._finder.has, everybody)]
        short = self._rows.short
        _follow(self.tree, "", names, text=lambda name: short(f"●  {name}"))
        if self._chat.you.name in names:
            you = short(f"●  {self._chat.you.name} (you)")
            _set(self.tree, self._chat.you.name, you, (), "you")
        for name in names:
            if name != self._chat.you.name:
                blocks = self._chat.conversations.blocks
                tag = "" if blocks.number_of(name) is None else "blocked"
                _set(self.tree, name, short(f"●  {name}"), (), tag)
        if len(names) <= PICTURED_MOST:
            self._show_faces(names)
        found = f"{len(names)} of " if self._finder.is_on else ""
        self._heading.configure(text=f"Here now: {found}{len(everybody)}")

    def paint(self, looks: Looks) -> None:
        _paint(self.tree, looks)
        self.tree.tag_configure("you", foreground=looks.colours["soft"])
        self.tree.tag_configure("blocked", foreground=looks.colours["faint"])
        self._rows.look(beside=looks.px(BESIDE_FACE))

    def _show_faces(self, names: list[str]) -> None:
        for name in names:
            number = self._chat.people.roster.number_of(name)
            if number is not None and not self.tree.item(name, "image"):
                self.tree.item(name, image=self._faces.small(number))

    def _opened(self) -> None:
        chosen = self.tree.selection()
        if chosen and chosen[0] != self._chat.you.name:
            self._open_private(chosen[0])


def _tree(parent: tk.Misc, columns: tuple[str, ...] = ()) -> ttk.Treeview:
    tree = ttk.Treeview(
        parent, name="tree", show="tree", selectmode="browse", columns=columns
    )
    scroll = ttk.Scrollbar(parent, command=tree.yview, takefocus=False)
    tree.configure(yscrollcommand=lambda a, b: _set_or_hide(scroll, tree, a, b))
    tree.bind("<FocusIn>", lambda _: _begin(tree))
    tree.pack(side="left", fill="both", expand=True)
    return tree


def _begin(tree: ttk.Treeview) -> None:
    """The keyboard has come: without a row to begin at its keys do nothing."""
    rows = tree.get_children()
    if rows and not tree.selection():
        tree.selection_set(rows[0])
        tree.focus(rows[0])


def _set_or_hide(
    scroll: ttk.Scrollbar, tree: tk.Misc, first: float, last: float
) -> None:
    """A bar only where there is something to scroll."""
    if float(first) <= 0 and float(last) >= 1:
        scroll.pack_forget()
    elif not scroll.winfo_ismapped():
        scroll.pack(side="right", fill="y", before=tree)
    scroll.set(first, last)


def _follow(
    tree: ttk.Treeview,
    parent: str,
    wanted: list[str],
    text: Callable[[str], str] = str,
) -> None:
    """Make the rows under ``parent`` the wanted ones; rows that stay are kept."""
    rows = tree.get_children(parent)
    if list(rows) == wanted:
        return
    stays = set(wanted)
    gone = [row for row in rows if row not in stays]
    if gone:
        tree.delete(*gone)
    known = set(rows) & stays
    for place, name in enumerate(wanted):
        if name not in known:
            tree.insert(parent, place, name, text=text(name))


def _set(
    tree: ttk.Treeview, row: str, text: str, values: Iterable[str], tag: str
) -> None:
    before = tree.item(row)
    after = (text, [*values], [tag] if tag else [])
    if (before["text"], list(before["values"] or []), list(before["tags"] or [])) != (
        after
    ):
        tree.item(row, text=after[0], values=after[1], tags=after[2])


def _paint(tree: ttk.Treeview, looks: Looks) -> None:
    colours = looks.colours
    tree.column("#0", width=looks.px(100), minwidth=looks.px(40))
    tree.tag_configure("group", font="ChatSmallBold", foreground=colours["soft"])
