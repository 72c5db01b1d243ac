"""Where a time to come is typed, or chosen of what one often wants."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import datetime
from functools import partial
from tkinter import ttk

from chat.desktop.core.sending.moments import moment_in, usual
from chat.desktop.window.theme.looks import Looks

NO_TIME = "When: +20m, +2h, 18:30 or 2026-12-01 09:00"


class TimeRow(ttk.Frame):
    """``when``: what stands in it at first; Enter in it calls ``done``."""

    def __init__(
        self,
        parent: tk.Misc,
        looks: Looks,
        *,
        label: str,
        when: str,
        done: Callable[[], object],
    ) -> None:
        super().__init__(parent, name="time")
        looks.pad(self, 12, 12, 12, 8)
        self._typed = tk.StringVar(self, when)
        self._make_line(looks, label)
        self._make_choices(looks)
        self.entry.bind("<Return>", lambda _: done())
        self._typed.trace_add("write", lambda *_: self._tell())
        self._tell()

    @property
    def is_empty(self) -> bool:
        return not self._typed.get().strip()

    @property
    def at(self) -> datetime | None:
        """Which moment that is; None if it is none."""
        found = moment_in(self._typed.get().strip(), datetime.now())
        return found[0] if found is not None and not found[1] else None

    def type(self, when: str) -> None:
        """Have that stand in it."""
        self._typed.set(when)

    def _make_line(self, looks: Looks, label: str) -> None:
        line = ttk.Frame(self, name="line")
        ttk.Label(line, name="label", text=label).pack(side="left")
        self.entry = ttk.Entry(line, name="when", textvariable=self._typed, width=18)
        self.entry.configure(font="TkTextFont")
        self.entry.pack(side="left", padx=(looks.px(8), 0))
        self._said = ttk.Label(line, name="said", style="Small.TLabel")
        self._said.pack(side="left", padx=(looks.px(10), 0))
        line.pack(fill="x")

    def _make_choices(self, looks: Looks) -> None:
        choices = ttk.Frame(self, name="choices")
        for at, (label, when) in enumerate(usual(datetime.now())):
            name = f"choice{at}"
            button = ttk.Button(choices, name=name, text=label, style="Small.TButton")
            button.configure(command=partial(self.type, when))
            button.bind("<Return>", partial(_press, button))
            button.pack(side="left", padx=(0, looks.px(6)))
        choices.pack(fill="x", pady=(looks.px(6), 0))

    def _tell(self) -> None:
        """Say which day and time that is."""
        at = self.at
        self._said.configure(text=f"{at:%A, %d %B, %H:%M}" if at else "")


def _press(button: ttk.Button, _: object) -> None:
    button.invoke()
