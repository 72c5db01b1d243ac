"""Where messages are written. It is never disabled, and loses nothing.

Where it has come before somebody by itself it is *held* for a moment: what they type
was meant for another place perhaps, so Enter sends nothing. Where the conversation has
gone under somebody's fingers it has *ended*: what they type stays, and goes nowhere.

A message that is changed, or a line that a menu has begun, puts the draft *aside*: it
is there again afterwards.
"""

from __future__ import annotations

import tkinter as tk
from dataclasses import replace
from tkinter import ttk

from chat.desktop.core.history.messages import Message
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.window.composer.completing import Completing
from chat.desktop.window.composer.field import Field
from chat.desktop.window.composer.hint import Hint
from chat.desktop.window.composer.reply_bar import ReplyBar
from chat.desktop.window.composer.writer import Writer
from chat.desktop.window.theme.looks import Looks

HELD_MS = 500


class Composer(ttk.Frame):
    """``writer`` does what is asked for here; ``held``: Enter sends nothing just now,
    until what is called so is due.
    """

    def __init__(self, parent: tk.Misc, looks: Looks, writer: Writer) -> None:
        super().__init__(parent, name="composer")
        looks.pad(self, 12, 4, 12, 12)
        self._looks = looks
        self._writer = writer
        self._place: Conversation | None = None
        self._editing: Message | None = None
        self._is_aside = False
        self.held = ""
        self._ended = ""
        self._make()
        self._listen()

    def open(self, place: Conversation) -> None:
        """Turn to a conversation, with what was begun in it."""
        if place is not self._place:
            self._modified()
            self._place = self._writer.here = place
            self._is_aside = False
            self._recall()
        self.answers.show()

    def edit(self, message: Message) -> None:
        """Have a message changed here; what was begun comes back afterwards."""
        self._modified()
        self._editing, self._is_aside = message, False
        self._fill(message.body)
        self._keep()
        self.text.focus_set()

    def begin(self, line: str) -> None:
        """Begin a line that the person goes on with, beside what they were writing."""
        self._modified()
        self._editing, self._is_aside = None, True
        self._fill(line)
        self.text.focus_set()

    def resume(self) -> None:
        """Show what is a draft again; not under somebody's fingers."""
        if not self.text.body:
            self._recall()

    def hold(self) -> None:
        """Take no Enter for half a second from now."""
        if self.held:
            self.after_cancel(self.held)

        def release() -> None:
            self.held = ""

        self.held = self.after(HELD_MS, release)

    def show(self) -> None:
        """Grow with the text, and say what Enter does, or that it is too long."""
        body = self.text.body
        self.text.grow()
        if why := self._ended or self._writer.closed:
            self._hint.show_ended(why)
        elif len(body) > self._writer.limit:
            parts = [] if self._editing else self._writer.parts(body)
            self._hint.show_too_long(len(body) - self._writer.limit, len(parts))
        elif self._editing is not None:
            self._hint.show_editing()
        else:
            self._hint.show(is_aside=self._is_aside)

    def end(self, sentence: str) -> None:
        """Take no Enter any more, and say why."""
        self._ended, self._writer.here = sentence, None
        self.show()

    def paint(self) -> None:
        """Take the colours of the theme, and the size of text."""
        px = self._looks.px
        self.text.configure(padx=px(10), pady=px(8))
        self._looks.paint_text(self.text, "raised")

    def _make(self) -> None:
        self._hint = Hint(self, self._send_parts)
        self._hint.pack(side="bottom", fill="x", pady=(3, 0))
        self.text = Field(self)
        self.text.pack(fill="both", expand=True)
        self.answers = ReplyBar(self, self._looks, self._writer, self.text)
        Completing(self.text, self, self._looks, self._writer.sources)
        self.paint()
        self.show()

    def _listen(self) -> None:
        text, names = self.text, self._writer.completion
        for key in ("<Return>", "<KP_Enter>"):
            text.bind(key, lambda _: self._send())
        text.bind("<Shift-Return>", lambda _: None)  # a new line, as Tk does it
        text.bind("<Alt-Return>", lambda _: None)  # the menu's: it is sent later
        text.bind(
            "<<NextWindow>>",
            lambda _: text.complete(names) or _focus(text.tk_focusNext()),
        )
        text.bind("<<PrevWindow>>", lambda _: _focus(text.tk_focusPrev()))
        text.bind("<Up>", self._up)
        text.bind("<Escape>", lambda _: self._cancel())
        text.bind("<<Modified>>", lambda _: self._modified())

    # --- What happens in it -----------------------------------------------------------

    def _send(self) -> str:
        body = self.text.body
        is_fit = bool(body.strip()) and len(body) <= self._writer.limit
        if self.held or self._ended or not is_fit:
            return "break"
        if self._editing is not None:
            if self._writer.change(self._editing, body, self.resume):
                self._cancel()
        elif self._writer.say(body):
            self._sent()
        return "break"

    def _send_parts(self) -> None:
        """Send what is too long for one message as several."""
        bodies = self._writer.parts(self.text.body)
        if not self.held and bodies and self._writer.post(bodies):
            self._sent()

    def _sent(self) -> None:
        if self._is_aside:
            self._cancel()
        else:
            self._writer.keep(replace(self._writer.draft, text=""))
            self._fill("")
        self.answers.show()

    def _up(self, event: tk.Event[tk.Text]) -> str | None:
        last = None if self.text.body else self._writer.last
        if last is None:
            return None
        self.edit(last)
        return "break"

    def _cancel(self) -> None:
        """Go back to what was begun before."""
        if self._editing is not None or self._is_aside:
            self._writer.keep(replace(self._writer.draft, seq=0, words=""))
            self._is_aside = False
            self._recall()
        else:
            self.answers.drop()

    def _recall(self) -> None:
        self._editing, text = self._writer.recall()
        self._fill(text)

    def _keep(self) -> None:
        if self._editing is not None:
            seq, words = self._editing.seq, self.text.body
            self._writer.keep(replace(self._writer.draft, seq=seq, words=words))
        elif not self._is_aside:
            self._writer.keep(replace(self._writer.draft, text=self.text.body))

    def _fill(self, text: str) -> None:
        self.text.fill(text)
        self.show()

    def _modified(self) -> None:
        """Keep what was typed. Tk tells it only after keys that have come already."""
        if self.text.edit_modified():
            self.text.edit_modified(False)
            self.show()
            self._keep()
            if self._editing is None:
                self._writer.typed(self.text.body)


def _focus(widget: tk.Misc | None) -> str:
    if widget is not None:
        widget.focus_set()
    return "break"
