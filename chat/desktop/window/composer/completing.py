"""Ends what somebody has begun to write from a list: by the arrows, Enter or Tab, or by
a click.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from chat.desktop.core.writing import emoji
from chat.desktop.core.writing.completing import MOST, Begun, begun, closed_emoji
from chat.desktop.core.writing.sources import Entry, Sources, ended
from chat.desktop.window.composer.completion_list import CompletionList
from chat.desktop.window.composer.field import Field
from chat.desktop.window.theme.looks import Looks

TYPING_MS = 150
# Its keys go before the field's own.
TAG = "Completing"


class Completing:
    """Above ``above`` it lists what ``sources`` know for ``field``."""

    def __init__(
        self, field: Field, above: tk.Widget, looks: Looks, sources: Sources
    ) -> None:
        self._field = field
        self._sources = sources
        self._begun: Begun | None = None
        self._entries: list[Entry] = []
        self._left: tuple[str, int] | None = None
        self._due = ""
        self._list = CompletionList(above, looks, self._choose_at)
        tag = f"{TAG}{field}"
        field.bindtags((tag, *field.bindtags()))
        for key, act in self._acts().items():
            field.bind_class(tag, key, self._when_open(act))
        for event in ("<KeyRelease>", "<ButtonRelease-1>"):
            field.bind(event, lambda _: self.look(), add=True)
        field.bind("<FocusOut>", lambda _: self._close(), add=True)

    def look(self) -> None:
        """Something was typed, or the cursor has moved."""
        before = self._field.get("1.0", "insert")
        its = None if self._field.tag_ranges("sel") else begun(before)
        if its is None or (its.mark, its.start) != self._left:
            self._left = None
        if its is None or self._left:
            self._close()
            if its is None:
                self._end_emoji(before)
        elif its != self._begun:
            self._begun = its
            self._show(self._sources.known(its))
            self._ask_soon()

    # --- The keys ---------------------------------------------------------------------

    def _acts(self) -> dict[str, Callable[[], bool]]:
        """False: the key is for the field."""
        return {
            "<Down>": lambda: self._step(1),
            "<Up>": lambda: self._step(-1),
            "<Tab>": self._choose,
            "<Return>": self._enter,
            "<Escape>": self._leave,
        }

    def _when_open(
        self, act: Callable[[], bool]
    ) -> Callable[[tk.Event[tk.Misc]], str | None]:
        def pressed(event: tk.Event[tk.Misc]) -> str | None:
            if self._list.is_open:
                self.look()  # a key may come before the one before it is released
            return "break" if self._list.is_open and act() else None

        return pressed

    def _step(self, by: int) -> bool:
        self._list.step(by)
        return True

    def _enter(self) -> bool:
        if self._list.is_moved or not self._entries[self._list.at].is_whole:
            return self._choose()
        self._close()
        return False

    def _leave(self) -> bool:
        if self._begun is not None:
            self._left = self._begun.mark, self._begun.start
        self._close()
        return True

    def _choose(self) -> bool:
        return self._choose_at(self._list.at)

    # --- Steps ------------------------------------------------------------------------

    def _choose_at(self, place: int) -> bool:
        its, entry = self._begun, self._entries[place]
        self._close()
        if its is not None:
            self._sources.note(its, entry)
            before = self._field.get("1.0", "insert")
            put, after = ended(its, entry, self._field.get("insert", "end-1c"))
            text = before[: its.start] + put
            self._field.rewrite(text + after, len(text))
        return True

    def _end_emoji(self, before: str) -> None:
        """``:tada:`` was typed to its end."""
        its = closed_emoji(before)
        found = emoji.named(its.typed) if its is not None else None
        if its is not None and found is not None:
            text = before[: its.start] + found
            after = self._field.get("insert", "end-1c")
            self._field.rewrite(text + after, len(text))

    def _ask_soon(self) -> None:
        """What is known somewhere else is asked for once nobody types any more."""
        if self._due:
            self._field.after_cancel(self._due)
        self._due = self._field.after(TYPING_MS, self._ask)

    def _ask(self) -> None:
        asked, self._due = self._begun, ""
        if asked is None or len(self._entries) >= MOST:
            return

        def came(more: list[Entry]) -> None:
            if asked is self._begun and self._field.winfo_exists():
                known = {entry.put for entry in self._entries}
                others = [entry for entry in more if entry.put not in known]
                if others:  # behind: nothing moves below a hand
                    self._show([*self._entries, *others][:MOST], stays=True)

        self._sources.ask(asked, came)

    def _show(self, entries: list[Entry], *, stays: bool = False) -> None:
        self._entries = entries
        self._list.show(entries, stays=stays)

    def _close(self) -> None:
        self._begun = None
        self._list.close()
