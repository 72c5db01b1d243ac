"""The messages of one conversation, to scroll through.

Only what somebody scrolled to is drawn: more above is drawn, or asked for, when they
come near it. What is dear to draw is drawn in slices, and what is read stays in place.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from tkinter import ttk

from chat.desktop.core.chat import Chat
from chat.desktop.core.conversation import Conversation
from chat.desktop.core.messages import Message
from chat.desktop.window import tags
from chat.desktop.window.links import follow
from chat.desktop.window.looks import Looks
from chat.desktop.window.runs import body_of
from chat.desktop.window.selection import Selection
from chat.desktop.window.slices import Slices
from chat.desktop.window.transcript import Transcript

NEAR_LINES = 40
PAGE_KEYS = ("<Prior>", "<Next>")
WHEEL = ("<MouseWheel>", "<Button-4>", "<Button-5>")


class Timeline(ttk.Frame):
    """Calls ``menu(message, x, y)`` and ``decide(post id, "retry" or "remove")``.

    ``follows``: the end is in sight, and stays so.
    """

    def __init__(
        self,
        parent: tk.Misc,
        chat: Chat,
        looks: Looks,
        *,
        menu: Callable[[Message, int, int], None],
        decide: Callable[[str, str], None],
        slices: Slices,
    ) -> None:
        super().__init__(parent, name="timeline")
        self._chat = chat
        self._looks = looks
        self._decide = decide
        self._slices = slices
        self._conversation: Conversation | None = None
        self.follows = True
        self._make()
        self._transcript = Transcript(
            self.text, looks, chat.you, chat.conversations.blocks
        )
        self._selection = Selection(self.text, self._transcript, menu, self._look)
        self._listen()

    @property
    def shows_end(self) -> bool:
        """Whether what was said last can be read here."""
        return self.follows and self._transcript.has_end

    def show(self, conversation: Conversation) -> None:
        """Draw a conversation from its end."""
        self._conversation = conversation
        self._selection.choose(None)
        self.follows = True
        self._transcript.begin(conversation)
        self._transcript.trim()
        self.draw_waiting()
        self._slices.ask(self)

    def draw(self, messages: Iterable[Message]) -> None:
        """Draw what is new, or reads differently."""
        self._transcript.want(messages)
        self._slices.ask(self)

    def extend(self) -> None:
        """Draw older messages above, and stay where we are."""
        if self._transcript.want_older():
            self._slices.ask(self)

    def draw_some(self, until: float) -> bool:
        """Draw until that time has come; whether there is more to draw."""
        with self._in_place():
            more = self._transcript.draw_some(until)
        if not more:
            if self.follows:
                self._transcript.trim()
            self.after_idle(self._reach)
        return more

    def draw_waiting(self) -> None:
        """Draw what is typed and not posted yet, after everything else."""
        if self._conversation is not None:
            posts = self._chat.postman.waiting_in(self._conversation)
            self._transcript.draw_waiting(posts)
            self._stay()

    def note(self, lines: list[str]) -> None:
        """Write something that is no message below what is there."""
        self._transcript.note(lines)
        self._stay()

    def paint(self) -> None:
        """Take the colours of the theme."""
        self._looks.paint_text(self.text, "paper")
        tags.paint(self.text, self._looks)

    # --- Making it --------------------------------------------------------------------

    def _make(self) -> None:
        self.text = tk.Text(
            self,
            name="text",
            state="disabled",
            wrap="word",
            cursor="arrow",
            borderwidth=0,
            padx=12,
            pady=8,
            font="TkTextFont",
            spacing3=2,
            width=40,
            height=10,
            takefocus=True,
        )
        scroll = ttk.Scrollbar(self, command=self._scroll, takefocus=False)
        self.text.configure(yscrollcommand=scroll.set)
        scroll.pack(side="right", fill="y")
        self.text.pack(side="left", fill="both", expand=True)
        self.paint()

    def _listen(self) -> None:
        text, slices = self.text, self._slices
        for event in (*WHEEL, *PAGE_KEYS):
            text.bind(event, lambda _: self.after_idle(self._look), add=True)
        text.bind("<Home>", lambda _: self._jump("0"))
        text.bind("<End>", lambda _: self._jump("1"))
        text.bind("<Button-1>", self._click)
        text.bind("<Configure>", lambda _: self.after_idle(self._stay))
        text.bind("<Destroy>", lambda _: slices.forget(self), add=True)
        for tag in ("link", "retry", "remove", "unfold"):
            text.tag_bind(tag, "<Enter>", lambda _: text.configure(cursor="hand2"))
            text.tag_bind(tag, "<Leave>", lambda _: text.configure(cursor="arrow"))

    # --- Scrolling --------------------------------------------------------------------

    @contextmanager
    def _in_place(self) -> Iterator[None]:
        """``with``: what is drawn moves nothing of what is read."""
        top = self.text.index("@0,0")
        info = self.text.dlineinfo(top)
        self.text.mark_set("top", top)
        yield
        if self.follows:
            self.text.yview_moveto(1)
            return
        self.text.yview("top")
        if info is not None and info[1] < 0:
            self.text.yview_scroll(-info[1], "pixels")

    def _scroll(self, *how: str) -> None:
        self.text.yview(*how)
        self._look()

    def _jump(self, fraction: str) -> str:
        self._scroll("moveto", fraction)
        return "break"

    def _look(self) -> None:
        """Somebody has scrolled: see whether they are at the end, or near the top."""
        self.follows = self.text.yview()[1] >= 1
        self._reach()

    def _reach(self) -> None:
        """Have more above, if the top is near."""
        is_near = int(self.text.index("@0,0").partition(".")[0]) <= NEAR_LINES
        if not is_near or self._conversation is None or self._transcript.is_drawing:
            return
        if self._transcript.undrawn():
            self.extend()
        else:
            self._chat.fetcher.older(self._conversation)

    def _stay(self) -> None:
        if self.follows:
            self.text.yview_moveto(1)

    # --- Clicking ---------------------------------------------------------------------

    def _click(self, event: tk.Event[tk.Text]) -> None:
        self.text.focus_set()
        hit = self.text.tag_names(f"@{event.x},{event.y}")
        message = self._transcript.message_of(hit)
        for tag in hit:
            kind, _, value = tag.partition(":")
            if kind == "link" and value and message is not None:
                follow(self, body_of(message.body).links[int(value)])
            elif kind == "unfold" and message is not None:
                self._transcript.unfold(message)
                self._slices.ask(self)
            elif kind in ("retry", "remove"):
                self._decide(value, kind)
            elif kind == "react" and message is not None:
                self._toggle(message, value)
        self._selection.choose(message.seq if message is not None else None)

    def _toggle(self, message: Message, emoji: str) -> None:
        if self._conversation is not None:
            on = not message.has_reaction(emoji, self._chat.you.name)
            fields = {"emoji": emoji, "on": on}
            self._chat.change("react", self._conversation, message, **fields)
