"""The messages of one conversation, to scroll through.

Only what somebody scrolled to is drawn: more above is drawn, or asked for, when they
come near it. What is dear to draw is drawn in slices, and what is read stays in place.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Collection
from tkinter import ttk

from chat.desktop.core.chat import Chat
from chat.desktop.core.history.messages import Message
from chat.desktop.core.reading.leading import is_far, is_here, nearest
from chat.desktop.core.requests import OFFLINE
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.window.slices import Slices
from chat.desktop.window.theme.faces import Faces
from chat.desktop.window.theme.looks import Looks
from chat.desktop.window.timeline import tags
from chat.desktop.window.timeline.clicks import Clicks
from chat.desktop.window.timeline.copying import Copying
from chat.desktop.window.timeline.scroller import Scroller
from chat.desktop.window.timeline.selection import Selection
from chat.desktop.window.timeline.transcript import Transcript

NEAR_LINES = 40


class Timeline(ttk.Frame):
    """Calls ``menu(message, x, y)``, ``decide(id, "retry" or "remove")`` of a post or
    ``decide(id, "cancel")`` of a parcel, and ``act(kind, value, message)`` otherwise.
    """

    def __init__(
        self,
        parent: tk.Misc,
        chat: Chat,
        looks: Looks,
        *,
        menu: Callable[[Message, int, int], None],
        decide: Callable[[str, str], None],
        act: Callable[[str, str, Message], None],
        slices: Slices,
        faces: Faces,
    ) -> None:
        super().__init__(parent, name="timeline")
        self._chat = chat
        self._looks, self._slices = looks, slices
        self._decide, self._forward = decide, act
        self._conversation: Conversation | None = None
        self._sought: int | None = None
        self._make()
        self.scroller = Scroller(self, self.text, self._reach)
        self.text.pack(side="left", fill="both", expand=True)
        self._transcript = Transcript(
            self.text, looks, chat.you, chat.conversations.blocks, faces
        )
        self._selection = Selection(
            self.text, self._transcript, menu, self.scroller.look
        )
        self.copying = Copying(self.text, self._transcript)
        Clicks(self.text, self._transcript, self._act, self._selection.choose)
        self.text.bind("<Destroy>", lambda _: slices.forget(self), add=True)

    @property
    def shows_end(self) -> bool:
        """Whether what was said last can be read here."""
        here = self._conversation
        if here is None or here.log.is_behind:
            return False
        return self.scroller.follows and self._transcript.has_end

    def show(self, conversation: Conversation) -> None:
        """Draw a conversation, from the first unread message on if there is one."""
        if conversation is not self._conversation:
            self._sought = None
        self._conversation = conversation
        self._selection.choose(None)
        self.scroller.follow()
        self._transcript.begin(conversation)
        self._transcript.trim()
        if unread := self._transcript.appearance.unread:
            self.scroller.aim(unread)
        self.draw_waiting()
        self._slices.ask(self)
        self._seek()

    def lead(self, seq: int) -> bool:
        """Show that message, and mark it, once it is here; false if it is far away."""
        here = self._conversation
        if here is None or is_far(here, seq):
            return False
        self._sought = seq
        if not is_here(here, seq) and not self._chat.requests.is_up:
            self._chat.screen.warned(OFFLINE.detail)
        self._seek()
        return True

    def draw(self, messages: Collection[Message], *, is_looked_at: bool) -> None:
        """Draw what is new, or reads differently."""
        newest, own = self._transcript.newest, self._chat.you.id
        fresh = sum(m.seq > newest and m.author != own for m in messages)
        self.scroller.came(fresh)
        last = max((message.seq for message in messages), default=0)
        is_live = bool(self._conversation and last > self._conversation.caught_up)
        is_read = is_looked_at and is_live and self.scroller.follows
        had_new = self._transcript.appearance.line is not None
        self._transcript.want(messages, is_read=is_read)
        if not had_new and not is_live and self.scroller.follows:
            # Nobody has seen it come, so they begin where it begins.
            self.scroller.aim(self._transcript.appearance.unread)
        self._slices.ask(self)

    def leave(self) -> None:
        """Nobody looks any more: what comes from now on is new."""
        self._transcript.leave()
        self._slices.ask(self)

    def extend(self) -> None:
        """Draw older messages above, and stay where we are."""
        if self._sought is not None:
            self._seek()
        elif self._transcript.want_older():
            self._slices.ask(self)

    def draw_some(self, until: float) -> bool:
        """Draw until that time has come; whether there is more to draw."""
        with self.scroller.in_place():
            more = self._transcript.draw_some(until)
        aim = self._transcript.appearance.aim
        aimed = self.text.tag_ranges(f"m{aim}")
        if self.scroller.aims and aimed:
            self.scroller.begin_at(str(aimed[0]), is_drawn=not more)
            if aim == self._transcript.appearance.sought:
                self._selection.choose(aim)
                self._transcript.appearance.sought = aim if more else None
        if not more:
            if self.scroller.follows:
                self._transcript.trim()
            self.after_idle(self._reach)
        return more

    def draw_waiting(self) -> None:
        """Draw what is typed and not posted yet, after everything else."""
        if self._conversation is not None:
            posts = self._chat.postman.waiting_in(self._conversation)
            self._transcript.draw_waiting(posts, self._chat.state_of)
            self.scroller.stay()

    def author_at(self, x: int, y: int) -> str:
        """Whose name is there, as an address; nothing if none is."""
        hit = self.text.tag_names(f"@{x},{y}")
        message = self._transcript.message_of(hit)
        is_name = any(tag.startswith("name:") for tag in hit)
        return self._chat.address_of(message) if is_name and message else ""

    def note(self, lines: list[str]) -> None:
        """Write something that is no message below what is there."""
        self._transcript.note(lines)
        self.scroller.stay()

    def paint(self) -> None:
        """Take the colours of the theme, and the size of text."""
        self.text.configure(padx=self._looks.px(12), pady=self._looks.px(8))
        self._looks.paint_text(self.text, "paper")
        tags.paint(self.text, self._looks)

    # --- Making it --------------------------------------------------------------------

    def _make(self) -> None:
        self.text = tk.Text(
            self,
            name="text",
            state="disabled",
            wrap="word",
            cursor="",
            borderwidth=0,
            font="TkTextFont",
            spacing3=2,
            width=40,
            height=10,
            takefocus=True,
        )
        self.paint()

    # --- What somebody does -----------------------------------------------------------

    def _seek(self) -> None:
        """Go to what is sought, if it is here by now; else have more above."""
        here, seq = self._conversation, self._sought
        if here is None or seq is None or here.messages is None:
            return
        if not is_here(here, seq):
            self._chat.fetcher.older(here)
            return
        self._sought = None
        self._transcript.appearance.sought = found = nearest(here, seq)
        if found is not None:
            self._transcript.want_older(found)
            self.scroller.lead()
            self._slices.ask(self)

    def _reach(self) -> None:
        """Have more above, if the top is near."""
        is_near = int(self.text.index("@0,0").partition(".")[0]) <= NEAR_LINES
        if not is_near or self._conversation is None or self._transcript.is_drawing:
            return
        if self._transcript.undrawn():
            self.extend()
        else:
            self._chat.fetcher.older(self._conversation)

    def _act(self, kind: str, value: str, message: Message | None) -> None:
        """A click on something that does something."""
        if kind in ("retry", "remove", "cancel"):
            self._decide(value, kind)
        elif message is None:
            return
        elif kind == "unfold":
            self._transcript.appearance.unfold(message)
            self._transcript.want([message])
            self._slices.ask(self)
        elif kind == "react" and self._conversation is not None:
            on = not message.has_reaction(value, self._chat.you.name)
            fields = {"emoji": value, "on": on}
            self._chat.change("react", self._conversation, message.seq, **fields)
        else:
            self._forward(kind, value, message)
