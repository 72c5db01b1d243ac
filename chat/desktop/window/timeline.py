"""The messages of one conversation, as text with tags; and one of them is chosen.

Every message is a run of text with a tag of its own, ``m43``; it is drawn anew when it
reads differently. Only what somebody scrolled to is drawn: more above is drawn, or
asked for, when they come near it.
"""

from __future__ import annotations

import tkinter as tk
import webbrowser
from collections.abc import Callable, Iterable
from datetime import date, datetime
from threading import Thread
from tkinter import ttk
from typing import Any

from chat.desktop.core import markdown
from chat.desktop.core.chat import Chat
from chat.desktop.core.conversation import Conversation
from chat.desktop.core.messages import Message
from chat.desktop.core.store import Post
from chat.desktop.core.times import clock, day_label, local
from chat.desktop.window.looks import Looks

DRAWN_AT_FIRST = 200
DRAWN_MORE = 200
NEAR_LINES = 40
TOGETHER_SECONDS = 300
# More than this is kept only while somebody looks at what is old.
KEPT, KEPT_AGAIN = 12_000, 10_000
MENU = "messagemenu"
PAGE_KEYS = ("<Prior>", "<Next>")
WHEEL = ("<MouseWheel>", "<Button-4>", "<Button-5>")
Run = tuple[str, tuple[str, ...]]


class Timeline(ttk.Frame):
    """Calls ``menu(message, x, y)`` and ``decide(post id, "retry" or "remove")``."""

    def __init__(
        self,
        parent: tk.Misc,
        chat: Chat,
        looks: Looks,
        menu: Callable[[Message, int, int], None],
        decide: Callable[[str, str], None],
    ) -> None:
        super().__init__(parent, name="timeline")
        self._chat = chat
        self._looks = looks
        self._menu = menu
        self._decide = decide
        self._conversation: Conversation | None = None
        self._first = 0
        self._drawn: set[int] = set()
        self.chosen: Message | None = None
        self.follows = True
        self._make()
        self._listen()

    def show(self, conversation: Conversation) -> None:
        """Draw a conversation from its end."""
        self._conversation = conversation
        self._drawn.clear()
        self.chosen = None
        self.follows = True
        with _Unlocked(self.text):
            self.text.delete("1.0", "end")
            for tag in self.text.tag_names():
                if _is_own(tag) or tag.startswith(("url:", "react:", "retry:")):
                    self.text.tag_delete(tag)
            self.text.mark_set("tail", "1.0")
        messages = list(conversation.messages or ())[-DRAWN_AT_FIRST:]
        self._first = messages[0].seq if messages else 0
        self._draw_all(messages)
        self.draw_waiting()
        self.after_idle(self._reach)

    def draw(self, messages: Iterable[Message]) -> None:
        """Draw what is new, or reads differently."""
        wanted = sorted({m.seq: m for m in messages}.items())
        wanted = [(seq, message) for seq, message in wanted if seq >= self._first]
        if not wanted:
            return
        last = max(self._drawn, default=0)
        for _, message in wanted:
            if message.seq <= last:
                self._draw_one(message)
        self._draw_all([message for seq, message in wanted if seq > last])

    def extend(self) -> None:
        """Draw older messages above, and stay where we are."""
        older = self._undrawn()
        if not older:
            return
        formerly = self._first
        self._first = older[0].seq
        top = self.text.index("@0,0")
        info = self.text.dlineinfo(top)
        self.text.mark_set("top", top)
        with _Unlocked(self.text):
            self._insert("1.0", older)
            first = self._message(formerly)
            if first is not None:
                self._draw_one(first)  # its name and its day may be told above by now
        self.text.yview("top")
        if info is not None and info[1] < 0:
            self.text.yview_scroll(-info[1], "pixels")

    def draw_waiting(self) -> None:
        """Draw what is typed and not posted yet, after everything else."""
        if self._conversation is None:
            return
        runs: list[Run] = []
        for post in self._chat.postman.waiting_in(self._conversation):
            runs += _waiting(post)
        with _Unlocked(self.text):
            self.text.delete("tail", "end-1c")
            self.text.mark_gravity("tail", "left")
            self.text.insert("tail", *_flat(runs))
            self.text.mark_gravity("tail", "right")
        self._stay()

    def note(self, lines: list[str]) -> None:
        """Write something that is no message below what is there."""
        with _Unlocked(self.text):
            self.text.insert("tail", "\n".join(lines) + "\n", "note")
        self._stay()

    def paint(self) -> None:
        """Take the colours of the theme."""
        colours, tag = self._looks.colours, self.text.tag_configure
        self._looks.paint_text(self.text, "paper")
        tag("name", font="ChatBold", spacing1=10)
        tag("time", font="ChatSmall", foreground=colours["faint"])
        tag("body", lmargin1=14, lmargin2=14, rmargin=14)
        tag("day", font="ChatSmallBold", foreground=colours["soft"], justify="center")
        tag("day", spacing1=14, spacing3=2)
        tag("bold", font="ChatBold")
        tag("italic", font="ChatItalic")
        tag("bolditalic", font="ChatBoldItalic")
        tag("code", font="ChatCode", background=colours["code"])
        tag("block", lmargin1=24, lmargin2=24, lmargincolor=colours["paper"])
        tag("quote", foreground=colours["soft"], lmargin1=28, lmargin2=28)
        tag("link", foreground=colours["accent"], underline=True)
        tag("faint", foreground=colours["faint"])
        tag("reactions", lmargin1=10, lmargin2=14, spacing1=2)
        tag("reaction", background=colours["deep"])
        tag("mine", background=colours["chosen"])
        tag("waiting", foreground=colours["faint"])
        tag("refused", foreground=colours["bad"])
        tag("note", font="ChatCode", foreground=colours["soft"], lmargin1=14)
        tag("note", lmargin2=14, spacing1=1, background=colours["shade"])
        tag("chosen", background=colours["chosen"])
        tag("sel", background=colours["chosen"])
        self.text.tag_raise("sel")
        for name in self.text.tag_names():
            if name.startswith("name:"):
                tag(name, foreground=self._looks.name_colour(name[5:]))

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
        self.text.mark_set("tail", "1.0")
        self.paint()

    def _listen(self) -> None:
        text = self.text
        for event in (*WHEEL, *PAGE_KEYS):
            text.bind(event, lambda _: self.after_idle(self._look), add=True)
        text.bind("<Home>", lambda _: self._jump("0"))
        text.bind("<End>", lambda _: self._jump("1"))
        text.bind("<Up>", lambda _: self._step(-1))
        text.bind("<Down>", lambda _: self._step(1))
        for event in ("<Return>", "<Menu>", "<Shift-F10>"):
            text.bind(event, self._menu_by_key)
        for event in ("<Button-3>", "<Button-2>", "<Control-Button-1>"):
            text.bind(event, self._menu_by_mouse)
        text.bind("<Button-1>", self._click)
        text.bind("<Configure>", lambda _: self.after_idle(self._stay))
        text.bind("<FocusOut>", lambda _: self._left())
        for tag in ("link", "retry", "remove"):
            text.tag_bind(tag, "<Enter>", lambda _: text.configure(cursor="hand2"))
            text.tag_bind(tag, "<Leave>", lambda _: text.configure(cursor="arrow"))

    # --- Drawing ----------------------------------------------------------------------

    def _draw_all(self, messages: list[Message]) -> None:
        """Draw messages that come after all that is drawn."""
        if not messages:
            return
        if not self._first:
            self._first = messages[0].seq
        with _Unlocked(self.text):
            self._insert("tail", messages)
            self._trim()
        self._stay()

    def _draw_one(self, message: Message) -> None:
        """Draw a message in its place, also again."""
        tag = f"m{message.seq}"
        with _Unlocked(self.text):
            ranges = self.text.tag_ranges(tag)
            if ranges:
                place = str(ranges[0])
                self.text.delete(ranges[0], ranges[-1])
            else:
                place = self._place(message)
            self._insert(place, [message])
        if self.chosen is not None and self.chosen.seq == message.seq:
            self._choose(message)

    def _insert(self, place: str, messages: list[Message]) -> None:
        runs: list[Run] = []
        for message in messages:
            self._drawn.add(message.seq)
            runs += self._runs(message)
        self.text.insert(place, *_flat(runs))

    def _place(self, message: Message) -> str:
        """Where a message goes that is not the last one."""
        after = min((seq for seq in self._drawn if seq > message.seq), default=0)
        ranges = self.text.tag_ranges(f"m{after}")
        return str(ranges[0]) if ranges else "tail"

    def _trim(self) -> None:
        """Let go of what is old, if nobody looks at it."""
        messages = self._conversation and self._conversation.messages
        if not messages or len(messages) <= KEPT or not self.follows:
            return
        messages.trim(KEPT_AGAIN)
        self._first = max(self._first, messages.first or 0)
        gone = {seq for seq in self._drawn if seq < self._first}
        first = self.text.tag_ranges(f"m{self._first}")
        if gone and first:
            self.text.delete("1.0", first[0])
            self.text.tag_delete(*(f"m{seq}" for seq in gone))
            self._drawn -= gone

    def _undrawn(self) -> list[Message]:
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

    def _message(self, seq: int) -> Message | None:
        messages = self._conversation and self._conversation.messages
        return messages.get(seq) if messages else None

    # --- What a message looks like ----------------------------------------------------

    def _runs(self, message: Message) -> list[Run]:
        messages = self._conversation and self._conversation.messages
        previous = messages.before(message.seq) if messages else None
        if previous is not None and previous.seq < self._first:
            previous = None
        own = f"m{message.seq}"
        runs = [*self._head(message, previous), *self._body(message)]
        runs += self._reactions(message)
        return [(text, (*tags, own)) for text, tags in runs]

    def _head(self, message: Message, previous: Message | None) -> list[Run]:
        runs: list[Run] = []
        new_day = previous is None or local(previous.at).date() != _day(message)
        if new_day:
            label = day_label(message.at, date.today())
            runs.append((f"{label}\n", ("day",)))
        if new_day or previous is None or not _belong_together(previous, message):
            colour = f"name:{message.sender}"
            self.text.tag_configure(
                colour, foreground=self._looks.name_colour(message.sender)
            )
            guest = "  guest" if message.guest else ""
            runs.append((message.sender, ("name", colour)))
            runs.append((f"  {clock(message.at)}{guest}\n", ("name", "time")))
        return runs

    def _body(self, message: Message) -> list[Run]:
        if message.deleted:
            return [("This message was deleted.\n", ("body", "italic", "faint"))]
        runs = [(span.text, _tags(span)) for span in markdown.spans(message.body)]
        if message.edited:
            runs.append(("  edited", ("body", "time")))
        return [*runs, ("\n", ("body",))]

    def _reactions(self, message: Message) -> list[Run]:
        # The margin takes the ground of what stands first.
        runs: list[Run] = [(" ", ("reactions",))]
        for emoji, names in message.reactions.items():
            mine = ("mine",) if self._chat.you.name in names else ()
            chip = f" {emoji} {len(names)} "
            runs.append((chip, ("reactions", "reaction", f"react:{emoji}", *mine)))
            runs.append(("  ", ("reactions",)))
        return [*runs, ("\n", ("reactions",))] if message.reactions else []

    # --- Scrolling --------------------------------------------------------------------

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
        if int(self.text.index("@0,0").partition(".")[0]) <= NEAR_LINES:
            if self._undrawn():
                self.extend()
            elif self._conversation is not None:
                self._chat.fetcher.older(self._conversation)

    def _stay(self) -> None:
        if self.follows:
            self.text.yview_moveto(1)

    # --- Choosing, clicking -----------------------------------------------------------

    def _step(self, by: int) -> str:
        """Choose the message above or below."""
        seqs = sorted(self._drawn)
        if not seqs:
            return "break"
        at = len(seqs) if self.chosen is None else seqs.index(self.chosen.seq)
        self._choose(self._message(seqs[min(max(at + by, 0), len(seqs) - 1)]))
        if self.chosen is not None:
            self.text.see(f"m{self.chosen.seq}.first")
            self._look()
        return "break"

    def _choose(self, message: Message | None) -> None:
        self.chosen = message
        self.text.tag_remove("chosen", "1.0", "end")
        ranges = self.text.tag_ranges(f"m{message.seq}") if message else ()
        if ranges:
            self.text.tag_add("chosen", ranges[0], ranges[-1])

    def _left(self) -> None:
        """The keyboard went elsewhere; not if it is at the menu of what is chosen."""
        if MENU not in str(self.tk.call("focus")):
            self._choose(None)

    def _click(self, event: tk.Event[tk.Text]) -> None:
        self.text.focus_set()
        tags = self.text.tag_names(f"@{event.x},{event.y}")
        message = self._message_of(tags)
        for tag in tags:
            kind, _, value = tag.partition(":")
            if kind == "url":
                open_link(value)
            elif kind in ("retry", "remove"):
                self._decide(value, kind)
            elif kind == "react" and message is not None:
                self._toggle(message, value)
        self._choose(message)

    def _toggle(self, message: Message, emoji: str) -> None:
        if self._conversation is not None:
            on = not message.has_reaction(emoji, self._chat.you.name)
            fields = {"emoji": emoji, "on": on}
            self._chat.change("react", self._conversation, message, **fields)

    def _menu_by_mouse(self, event: tk.Event[tk.Text]) -> str:
        self.text.focus_set()
        self._choose(self._message_of(self.text.tag_names(f"@{event.x},{event.y}")))
        if self.chosen is not None:
            self._menu(self.chosen, event.x_root, event.y_root)
        return "break"

    def _menu_by_key(self, event: tk.Event[tk.Text]) -> str:
        if self.chosen is None:
            self._step(-1)
        if self.chosen is not None:
            box = self.text.bbox(f"m{self.chosen.seq}.first") or (0, 0, 0, 0)
            x, y = self.text.winfo_rootx() + 40, self.text.winfo_rooty()
            self._menu(self.chosen, x + box[0], y + box[1] + box[3])
        return "break"

    def _message_of(self, tags: Iterable[str]) -> Message | None:
        own = [tag[1:] for tag in tags if _is_own(tag)]
        return self._message(int(own[0])) if own else None


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


def open_link(target: str) -> None:
    """Show a page in the browser, which may take its time to start."""
    Thread(target=webbrowser.open, args=(target,), daemon=True).start()


def links_of(message: Message) -> list[str]:
    """The links in a message, each once."""
    found = (span.target for span in markdown.spans(message.body) if span.target)
    return list(dict.fromkeys(found))


def _is_own(tag: str) -> bool:
    """Whether it is the tag of one message."""
    return tag[0] == "m" and tag[1:].isdigit()


def _tags(span: markdown.Span) -> tuple[str, ...]:
    tags = ["body"]
    look = "".join(style for style in ("bold", "italic") if style in span.styles)
    if look:
        tags.append(look)
    tags += [s for s in ("code", "block", "quote", "link") if s in span.styles]
    if span.target:
        tags.append(f"url:{span.target}")
    return tuple(tags)


def _waiting(post: Post) -> list[Run]:
    runs: list[Run] = [(f"{post.body}\n", ("body", "waiting"))]
    if not post.error:
        return [*runs, ("waiting to be sent\n", ("body", "time"))]
    return [
        *runs,
        (f"Not sent: {post.error}  ", ("body", "refused")),
        ("Send again", ("body", "link", "retry", f"retry:{post.id}")),
        ("  ", ("body",)),
        ("Remove", ("body", "link", "remove", f"remove:{post.id}")),
        ("\n", ("body",)),
    ]


def _flat(runs: list[Run]) -> list[Any]:
    return [part for run in runs for part in run] or [""]


def _day(message: Message) -> date:
    return local(message.at).date()


def _belong_together(previous: Message, message: Message) -> bool:
    """Whether one name stands for both."""
    apart = _seconds(message) - _seconds(previous)
    return previous.author == message.author and apart < TOGETHER_SECONDS


def _seconds(message: Message) -> float:
    return datetime.fromisoformat(message.at.replace("Z", "+00:00")).timestamp()
