"""Messages in a text: those of one conversation, from some seq on.

Every message is a run of text with a tag of its own, ``m43``; it is drawn anew when it
reads differently. What is no message stands after the mark ``tail``.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterable
from dataclasses import replace

from chat.desktop.core.blocks import Blocks
from chat.desktop.core.conversation import Conversation
from chat.desktop.core.identity import Identity
from chat.desktop.core.messages import Message
from chat.desktop.core.store import Post
from chat.desktop.window.looks import Looks
from chat.desktop.window.runs import Run, flat, folded_runs, message_runs, waiting_runs
from chat.desktop.window.tags import paint_name

DRAWN_AT_FIRST = 200
# The tags of what is drawn, by their beginning.
OF_ONE = ("url:", "react:", "retry:", "unfold:")
DRAWN_MORE = 200
# More than this is kept only while somebody looks at what is old.
KEPT, KEPT_AGAIN = 12_000, 10_000


class Transcript:
    """``you`` is who reads it, and has blocked whom ``blocks`` says."""

    def __init__(
        self, text: tk.Text, looks: Looks, you: Identity, blocks: Blocks
    ) -> None:
        self._text = text
        self._looks = looks
        self._you = you
        self._blocks = blocks
        # What somebody wants to read all the same, in the conversation that is shown.
        self._unfolded: set[int] = set()
        self._conversation: Conversation | None = None
        self._first = 0
        self._drawn: set[int] = set()
        text.mark_set("tail", "1.0")

    @property
    def seqs(self) -> list[int]:
        """What is drawn, in order."""
        return sorted(self._drawn)

    def message(self, seq: int) -> Message | None:
        """A message as it reads now, drawn or not."""
        messages = self._conversation and self._conversation.messages
        return messages.get(seq) if messages else None

    def message_of(self, tags: Iterable[str]) -> Message | None:
        """The message that has one of these tags."""
        own = [tag[1:] for tag in tags if _is_own(tag)]
        return self.message(int(own[0])) if own else None

    def undrawn(self) -> list[Message]:
        """The next older messages that are here, but not drawn."""
        messages = self._conversation and self._conversation.messages
        older: list[Message] = []
        at = self._first
        while messages and len(older) < DRAWN_MORE:
            message = messages.before(at)
            if message is None:
                break
            older.append(message)
            at = message.seq
        return older[::-1]

    # --- Drawing ----------------------------------------------------------------------

    def begin(self, conversation: Conversation) -> None:
        """Draw the end of a conversation, and nothing else."""
        if conversation is not self._conversation:
            self._unfolded.clear()
        self._conversation = conversation
        self._drawn.clear()
        with _Unlocked(self._text):
            self._text.delete("1.0", "end")
            for tag in self._text.tag_names():
                if _is_own(tag) or tag.startswith(OF_ONE):
                    self._text.tag_delete(tag)
            self._text.mark_set("tail", "1.0")
        messages = list(conversation.messages or ())[-DRAWN_AT_FIRST:]
        self._first = messages[0].seq if messages else 0
        self._append(messages)

    def draw(self, messages: Iterable[Message]) -> bool:
        """Draw what is new, or reads differently; whether some came at the end."""
        wanted = sorted({m.seq: m for m in messages if m.seq >= self._first}.items())
        last = max(self._drawn, default=0)
        for seq, message in wanted:
            if seq <= last:
                self._draw_again(message)
        new = [message for seq, message in wanted if seq > last]
        self._append(new)
        return bool(new)

    def prepend(self, older: list[Message]) -> None:
        """Draw older messages, next above the first one."""
        formerly, self._first = self._first, older[0].seq
        with _Unlocked(self._text):
            self._insert("1.0", older)
            first = self.message(formerly)
            if first is not None:
                # Its name and its day may be told above by now.
                self._draw_again(first)

    def draw_waiting(self, posts: Iterable[Post]) -> None:
        """Draw these after everything else, and nothing else there."""
        runs = [run for post in posts for run in waiting_runs(post)]
        with _Unlocked(self._text):
            self._text.delete("tail", "end-1c")
            self._text.mark_gravity("tail", "left")
            self._text.insert("tail", *flat(runs))
            self._text.mark_gravity("tail", "right")

    def note(self, lines: list[str]) -> None:
        """Write something that is no message below what is there."""
        with _Unlocked(self._text):
            self._text.insert("tail", "\n".join(lines) + "\n", "note")

    def unfold(self, seq: int) -> None:
        """Show the words of somebody blocked."""
        message = self.message(seq)
        if message is not None:
            self._unfolded.add(seq)
            self._draw_again(message)

    def mark(self, seq: int | None) -> None:
        """Mark one message as the chosen one, or none."""
        self._text.tag_remove("chosen", "1.0", "end")
        ranges = self._text.tag_ranges(_tag(seq)) if seq is not None else ()
        if ranges:
            self._text.tag_add("chosen", ranges[0], ranges[-1])

    def trim(self) -> None:
        """Let go of what is old, if there is very much of it."""
        messages = self._conversation and self._conversation.messages
        if not messages or len(messages) <= KEPT:
            return
        messages.trim(KEPT_AGAIN)
        self._first = max(self._first, messages.first or 0)
        gone = {seq for seq in self._drawn if seq < self._first}
        first = self._text.tag_ranges(_tag(self._first))
        if gone and first:
            with _Unlocked(self._text):
                self._text.delete("1.0", first[0])
            self._text.tag_delete(*map(_tag, gone))
            self._drawn -= gone

    # --- Steps ------------------------------------------------------------------------

    def _append(self, messages: list[Message]) -> None:
        """Draw messages that come after all that is drawn."""
        if not messages:
            return
        if not self._first:
            self._first = messages[0].seq
        with _Unlocked(self._text):
            self._insert("tail", messages)

    def _draw_again(self, message: Message) -> None:
        """Draw a message in its place, for the first time perhaps."""
        ranges = self._text.tag_ranges(_tag(message.seq))
        place = str(ranges[0]) if ranges else self._place(message)
        is_chosen = bool(ranges) and "chosen" in self._text.tag_names(place)
        with _Unlocked(self._text):
            if ranges:
                self._text.delete(ranges[0], ranges[-1])
            self._insert(place, [message])
        if is_chosen:
            self.mark(message.seq)

    def _insert(self, place: str, messages: list[Message]) -> None:
        runs: list[Run] = []
        for message in messages:
            self._drawn.add(message.seq)
            runs += self._runs(message)
        for tag in {tag for _, tags in runs for tag in tags}:
            paint_name(self._text, tag, self._looks)
        self._text.insert(place, *flat(runs))

    def _runs(self, message: Message) -> list[Run]:
        messages = self._conversation and self._conversation.messages
        previous = messages.before(message.seq) if messages else None
        if previous is not None and previous.seq < self._first:
            previous = None
        if self._is_folded(message):
            runs = folded_runs(message, previous)
        else:
            if previous is not None and self._is_folded(previous):
                previous = replace(previous, author=0)  # its name stands nowhere
            runs = message_runs(message, previous, self._you.name, self._blocks)
        return [(text, (*tags, _tag(message.seq))) for text, tags in runs]

    def _is_folded(self, message: Message) -> bool:
        is_unheard = self._blocks.has(message.author)
        return is_unheard and message.seq not in self._unfolded

    def _place(self, message: Message) -> str:
        """Where a message goes that is not the last one."""
        after = min((seq for seq in self._drawn if seq > message.seq), default=0)
        ranges = self._text.tag_ranges(_tag(after))
        return str(ranges[0]) if ranges else "tail"


class _Unlocked:
    """``with``: the text can be changed, by us alone; may be nested."""

    def __init__(self, text: tk.Text) -> None:
        self._text = text

    def __enter__(self) -> None:
        self._before = str(self._text.cget("state"))
        self._text.configure(state="normal")

    def __exit__(self, *_: object) -> None:
        if self._before == "disabled":
            self._text.configure(state="disabled")


def _tag(seq: int) -> str:
    """The tag of one message."""
    return f"m{seq}"


def _is_own(tag: str) -> bool:
    """Whether it is the tag of one message."""
    return tag[0] == "m" and tag[1:].isdigit()
