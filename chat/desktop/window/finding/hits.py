"""What was found, one below the other: where, by whom, when, and the words marked."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from chat.desktop.core.finding.search import Hit
from chat.desktop.core.times import minute
from chat.desktop.window.theme.looks import Looks
from chat.desktop.window.theme.styles import Options, resolved
from chat.desktop.window.timeline.scroller import PAGE_KEYS, WHEEL

# Where so much is seen of what is here, what comes next is wanted.
NEAR_END = 0.9
TAGS: dict[str, Options] = {
    "where": {"font": "ChatSmallBold", "foreground": "soft", "spacing1": 8},
    "body": {"lmargin1": 14, "lmargin2": 14, "rmargin": 14, "spacing3": 4},
    "found": {"background": "warn", "foreground": "on_warn"},
    "chosen": {"background": "chosen"},
}


class HitList(ttk.Frame):
    """``open(hit)`` for a click or Enter, ``more()`` near the end, ``up()`` above the
    first one.
    """

    def __init__(
        self,
        parent: tk.Misc,
        *,
        open: Callable[[Hit], None],
        more: Callable[[], None],
        up: Callable[[], None],
    ) -> None:
        super().__init__(parent, name="hits")
        self._open, self._more, self._up = open, more, up
        self._hits: list[Hit] = []
        self._at = -1
        self.text = tk.Text(self, name="text", state="disabled", wrap="word")
        self.text.configure(borderwidth=0, cursor="", font="TkTextFont", height=8)
        bar = ttk.Scrollbar(self, command=self.text.yview, takefocus=False)
        self.text.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.text.pack(side="left", fill="both", expand=True)
        self._listen()

    def show(self, hits: Sequence[Hit]) -> None:
        """Show these; what is here already stays as it is."""
        if self._hits != list(hits[: len(self._hits)]):
            self._clear()
        self.text.configure(state="normal")
        for hit in hits[len(self._hits) :]:
            self._draw(hit, f"h{len(self._hits)}")
            self._hits.append(hit)
        self.text.configure(state="disabled")
        self.text.after_idle(self._look)

    def begin(self) -> None:
        """The keyboard comes, to the first one."""
        if self._hits:
            self.text.focus_set()
            self._choose(max(0, self._at))

    def paint(self, looks: Looks) -> None:
        """Take the colours of the theme, and the size of text."""
        self.text.configure(padx=looks.px(12), pady=looks.px(4))
        looks.paint_text(self.text, "paper")
        for tag, options in TAGS.items():
            self.text.tag_configure(tag, **resolved(options, looks.colours, looks.px))
        self.text.tag_raise("found")

    # --- Steps ------------------------------------------------------------------------

    def _listen(self) -> None:
        text = self.text
        text.bind("<Up>", lambda _: self._step(-1))
        text.bind("<Down>", lambda _: self._step(1))
        text.bind("<Return>", lambda _: self._enter())
        text.bind("<ButtonRelease-1>", self._clicked)
        for event in (*WHEEL, *PAGE_KEYS):
            text.bind(event, lambda _: text.after_idle(self._look), add=True)

    def _draw(self, hit: Hit, tag: str) -> None:
        who = f"{hit.sender}  " if hit.sender else ""
        where = f"{who}{hit.place}  {minute(hit.at)}\n"
        self.text.insert("end", where, ("where", tag))
        for found, piece in enumerate(hit.pieces):
            marks = ("found",) * (found % 2)
            self.text.insert("end", piece.replace("\n", " "), ("body", *marks, tag))
        self.text.insert("end", "\n", ("body", tag))

    def _clear(self) -> None:
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        self.text.configure(state="disabled")
        self._hits, self._at = [], -1

    def _step(self, by: int) -> str:
        if self._at + by < 0:
            self.text.tag_remove("chosen", "1.0", "end")
            self._up()
        elif self._hits:
            self._choose(min(self._at + by, len(self._hits) - 1))
        return "break"

    def _choose(self, at: int) -> None:
        self._at = at
        self.text.tag_remove("chosen", "1.0", "end")
        first, last = f"h{at}.first", f"h{at}.last"
        self.text.tag_add("chosen", first, last)
        self.text.see(last)
        self.text.see(first)
        self._look()

    def _enter(self) -> str:
        if 0 <= self._at < len(self._hits):
            self._open(self._hits[self._at])
        return "break"

    def _clicked(self, event: tk.Event[tk.Text]) -> None:
        if self.text.tag_ranges("sel"):
            return  # to mark words with the mouse is no click
        tags = self.text.tag_names(f"@{event.x},{event.y}")
        for tag in tags:
            if tag[0] == "h" and tag[1:].isdigit():
                self._choose(int(tag[1:]))
                self._enter()

    def _look(self) -> None:
        """Have more, if the end is near."""
        if self._hits and self.text.yview()[1] >= NEAR_END:
            self._more()
