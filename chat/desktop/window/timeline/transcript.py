"""Messages in a text: those of one conversation, from some seq on.

Every message is a run of text with a tag of its own, ``m43``; it is drawn anew when it
reads differently. What is no message stands after the mark ``tail``.

Messages are wanted first, and drawn by ``draw_some``, the newest first: some are dear.
Where it begins with what is new, that is drawn first, and then what is above it.
"""

from __future__ import annotations

import time
import tkinter as tk
from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Sequence

from chat.desktop.core.history.messages import Message
from chat.desktop.core.people.blocks import Blocks
from chat.desktop.core.people.identity import Identity
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.sending.posts import Post
from chat.desktop.window.theme.faces import Faces
from chat.desktop.window.theme.looks import Looks
from chat.desktop.window.timeline.appearance import Appearance
from chat.desktop.window.timeline.bodies import Run
from chat.desktop.window.timeline.runs import flat, waiting_runs
from chat.desktop.window.timeline.tags import font_of, paint_name

DRAWN_AT_FIRST = 200
# Of what was read already, above what is new.
DRAWN_ABOVE = 30
# The tags that are of use only while a message is drawn, by their beginning.
PASSING = (
    *("react:", "retry:", "remove:", "cancel:", "name:", "unfold:", "link:"),
    *("undo:", "versions:", "lead:", "person:", "file:"),
)
DRAWN_MORE = 200
# More than this is kept only while somebody looks at what is old.
KEPT, KEPT_AGAIN = 12_000, 10_000


class Transcript:
    """``you`` is who reads it, and has blocked whom ``blocks`` says."""

    def __init__(
        self,
        text: tk.Text,
        looks: Looks,
        you: Identity,
        blocks: Blocks,
        faces: Faces,
    ) -> None:
        self._text = text
        self._looks, self._faces = looks, faces
        self.appearance = Appearance(you, blocks)
        self._conversation: Conversation | None = None
        self._first = 0
        self._drawn: list[int] = []
        self._wanted: set[int] = set()
        text.mark_set("tail", "1.0")

    @property
    def seqs(self) -> list[int]:
        """What is drawn, in order."""
        return list(self._drawn)

    @property
    def newest(self) -> int:
        """The seq of the last message that is drawn, or 0."""
        return self._drawn[-1] if self._drawn else 0

    @property
    def is_drawing(self) -> bool:
        """Whether something is wanted and not drawn yet."""
        return bool(self._wanted)

    @property
    def has_end(self) -> bool:
        """Whether the newest message is drawn as it reads now."""
        return max(self._wanted, default=-1) < self.newest

    def message(self, seq: int) -> Message | None:
        """A message as it reads now, drawn or not."""
        messages = self._conversation and self._conversation.messages
        return messages.get(seq) if messages else None

    def message_of(self, tags: Iterable[str]) -> Message | None:
        """The message that has one of these tags."""
        own = [tag[1:] for tag in tags if _is_own(tag)]
        return self.message(int(own[0])) if own else None

    def undrawn(self, seq: int | None = None) -> list[Message]:
        """The next older messages that are here, but not drawn; all down to ``seq``."""
        messages = self._conversation and self._conversation.messages
        older: list[Message] = []
        at = self._first
        while messages and (len(older) < DRAWN_MORE or at > (seq or at)):
            message = messages.before(at)
            if message is None:
                break
            older.append(message)
            at = message.seq
        return older[::-1]

    # --- Drawing ----------------------------------------------------------------------

    def begin(self, conversation: Conversation) -> None:
        """Want the end of a conversation, and nothing else."""
        self._conversation = conversation
        self.appearance.begin(conversation)
        self._drawn.clear()
        with _Unlocked(self._text):
            self._text.delete("1.0", "end")
            passing = [tag for tag in self._text.tag_names() if _is_passing(tag)]
            if passing:
                self._text.tag_delete(*passing)
            self._text.mark_set("tail", "1.0")
        count = max(DRAWN_AT_FIRST, self.appearance.unread + DRAWN_ABOVE)
        messages = list(conversation.messages or ())[-count:]
        self._first = messages[0].seq if messages else 0
        self._wanted = {message.seq for message in messages}

    def want(self, messages: Iterable[Message], *, is_read: bool = False) -> None:
        """These are new, or read differently; ``is_read``: somebody looks on."""
        seqs = {message.seq for message in messages}
        if seqs and not self._first:
            self._first = min(seqs)
        if is_read:
            self.appearance.see(max(seqs, default=0))
        self._want({*seqs, *self.appearance.move_line()})

    def leave(self) -> None:
        """Nobody looks any more."""
        self._want(self.appearance.leave())

    def want_older(self, seq: int | None = None) -> bool:
        """Want the next older messages that are here, all down to ``seq``; false if
        there are none.
        """
        older = self.undrawn(seq) if seq is None or seq < self._first else []
        if older:
            # The first one's name and day may be told above it by then.
            self._wanted |= {self._first, *(message.seq for message in older)}
            self._first = older[0].seq
            self._want(self.appearance.move_line())
        return bool(older)

    def draw_some(self, until: float) -> bool:
        """Draw what is wanted until that time; whether there is more."""
        with _Unlocked(self._text):
            while self._wanted:
                seq = _next(self._wanted, self.appearance.aim)
                message = self.message(seq) if seq >= self._first else None
                if message is not None and not self._draw(message, until):
                    break
                self._wanted.discard(seq)
                if time.monotonic() >= until:
                    break
        return bool(self._wanted)

    def draw_waiting(
        self, posts: Sequence[Post], state_of: Callable[[Post], str]
    ) -> None:
        """Draw these after everything else, and nothing else there."""
        runs = waiting_runs(posts, state_of)
        if not runs and self._text.compare("tail", "==", "end-1c"):
            return
        with _Unlocked(self._text):
            self._text.delete("tail", "end-1c")
            self._text.mark_gravity("tail", "left")
            self._text.insert("tail", *flat(runs))
            self._text.mark_gravity("tail", "right")

    def note(self, lines: list[str]) -> None:
        """Write something that is no message below what is there."""
        with _Unlocked(self._text):
            self._text.insert("tail", "\n".join(lines) + "\n", "note")

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
        gone = [seq for seq in self._drawn if seq < self._first]
        first = self._text.tag_ranges(_tag(self._first))
        if gone and first:
            with _Unlocked(self._text):
                self._text.delete("1.0", first[0])
            self._text.tag_delete(*map(_tag, gone))
            del self._drawn[: len(gone)]

    # --- Steps ------------------------------------------------------------------------

    def _want(self, seqs: set[int]) -> None:
        self._wanted |= {seq for seq in seqs if seq >= self._first}

    def _draw(self, message: Message, until: float) -> bool:
        """Draw a message in its place, once more perhaps; false if time was up."""
        runs = self.appearance.runs(message, self._first)
        runs = [(text, (*tags, _tag(message.seq))) for text, tags in runs]
        needed = ((text, font_of(tags)) for text, tags in runs)
        if not self._looks.glyphs.load(needed, until):
            return False
        ranges = self._text.tag_ranges(_tag(message.seq))
        place = str(ranges[0]) if ranges else self._place(message)
        is_chosen = bool(ranges) and "chosen" in self._text.tag_names(place)
        if ranges:
            self._text.delete(ranges[0], ranges[-1])
        else:
            insort(self._drawn, message.seq)
        for tag in {tag for _, tags in runs for tag in tags}:
            paint_name(self._text, tag, self._looks)
        # The end of its line first. Else each run would go into the line of the message
        # below, and if the view begins in that, Tk lays all of it out for each run.
        at = self._text.index(place)
        self._text.insert(at, *flat(runs[-1:]))
        self._text.insert(at, *flat(runs[:-1]))
        _put_face(self._text, at, runs, self._faces.small(message.author))
        if is_chosen:
            self.mark(message.seq)
        return True

    def _place(self, message: Message) -> str:
        """Where a message goes: before the next one that is drawn, or last."""
        after = bisect_right(self._drawn, message.seq)
        if after == len(self._drawn):
            return "tail"
        return str(self._text.tag_ranges(_tag(self._drawn[after]))[0])


def _put_face(
    text: tk.Text, at: str, runs: Sequence[Run], image: tk.PhotoImage
) -> None:
    """Have it before the name of who has written what begins there, if that is said."""
    before = 0
    for run, tags in runs:
        if tags[0] == "name":
            place = f"{at} + {before} chars"
            text.image_create(place, image=image)
            for tag in tags:
                text.tag_add(tag, place)
            return
        before += len(run)


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


def _next(wanted: set[int], aim: int | None) -> int:
    """What is drawn next: what is new, or sought, from there on, else the newest."""
    new = [seq for seq in wanted if aim is not None and seq >= aim]
    return min(new) if new else max(wanted)


def _tag(seq: int) -> str:
    """The tag of one message."""
    return f"m{seq}"


def _is_own(tag: str) -> bool:
    """Whether it is the tag of one message."""
    return tag[0] == "m" and tag[1:].isdigit()


def _is_passing(tag: str) -> bool:
    """Whether it is of use only while its message is drawn."""
    return _is_own(tag) or tag.startswith(PASSING)
