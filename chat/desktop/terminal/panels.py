"""What lies over the messages for a while: a line to type in, and what fits below it.

Up and Down choose, Enter takes it, Escape goes back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from chat.desktop.core.chat import Chat
from chat.desktop.core.finding.kept import AROUND
from chat.desktop.core.finding.places import Place as Target
from chat.desktop.core.finding.search import NEWEST, ORDERS, Hit, Search
from chat.desktop.core.finding.switcher import Act, Switcher, Ways
from chat.desktop.core.history.messages import Event, Message
from chat.desktop.core.reading.unread import Sign, sign_of
from chat.desktop.core.requests import Refusal
from chat.desktop.core.times import minute
from chat.desktop.terminal.editor import Editor
from chat.desktop.terminal.layout import (
    PLAIN,
    Line,
    clipped,
    message_lines,
    width_of,
)

STEPS = {"last": -1, "previous": -1, "lower": 1, "next": 1, "up": -8, "down": 8}
CHOSEN = frozenset({"bar"})


class Panel(Protocol):
    """It is asked for its lines as often as it is drawn."""

    editor: Editor

    @property
    def prompt(self) -> str:
        """What stands before what is typed."""

    @property
    def state(self) -> str:
        """What is said below it."""

    def lines(self, width: int, room: int) -> list[Line]:
        """So many lines at most, from the top."""

    def press(self, key: str, text: str) -> None:
        """A key with a name, or text that was typed."""


class SwitcherPanel:
    """Leads to whatever has what is typed in its name."""

    prompt = "Go to: "

    def __init__(
        self,
        chat: Chat,
        ways: Ways,
        acts: Callable[[], Sequence[Act]],
        redraw: Callable[[], None],
    ) -> None:
        self.editor = Editor()
        self._chat = chat
        self._core = Switcher(chat, ways, acts, redraw)
        self._core.type("")

    @property
    def state(self) -> str:
        return "# rooms, @ people, > words; Enter goes there, Escape back"

    def lines(self, width: int, room: int) -> list[Line]:
        rows = [self._row(each) for each in self._core.shown]
        return _listed(
            rows or [[("Nothing of that name.", PLAIN)]], self._core.at, room
        )

    def press(self, key: str, text: str) -> None:
        if key in STEPS:
            self._core.move(STEPS[key])
        elif key == "enter":
            self._core.choose(self._core.at)
        elif _types(self.editor, key, text):
            self._core.type(self.editor.text)

    def _row(self, target: Target) -> Line:
        talk, roster = target.conversation, self._chat.people.roster
        name = target.name
        if target.kind == "person":
            is_here = roster.has_person(target.number, target.name)
            name = f"{'●' if is_here else '○'} {target.name}"
        sign = sign_of(talk) if talk is not None else Sign()
        name += f" ({sign})" if sign.is_news else ""
        return [(f" {name}", PLAIN), (f"  {target.said}", frozenset({"faint"}))]


class SearchPanel:
    """Finds what was said; Tab turns to the best first, and back."""

    prompt = "Find: "

    def __init__(
        self, chat: Chat, lead: Callable[[Hit], None], redraw: Callable[[], None]
    ) -> None:
        self.editor = Editor()
        self._lead = lead
        self._at = 0
        self._order = NEWEST
        blocks = chat.conversations.blocks
        self._search = Search(chat.requests, blocks, redraw)

    @property
    def state(self) -> str:
        found = self._search.state or "Enter looks for it"
        return f"{found}. {ORDERS[self._order]}; Tab changes that, Escape goes back."

    def find(self, query: str, order: str) -> None:
        """Look for that."""
        self._order = order
        self.editor.fill(query)
        self._begin()

    def lines(self, width: int, room: int) -> list[Line]:
        rows = [_hit(hit, width) for hit in self._search.hits]
        return _listed(rows, self._at, room)

    def press(self, key: str, text: str) -> None:
        hits = self._search.hits
        is_asked = self._search.query == self.editor.text.strip()
        if key == "next":
            self._order = "best" if self._order == NEWEST else NEWEST
            self._begin()
        elif key in STEPS:
            self._at = max(0, min(self._at + STEPS[key], len(hits) - 1))
            if self._at == len(hits) - 1:
                self._search.go_on()
        elif key == "enter" and is_asked and self._at < len(hits):
            self._lead(hits[self._at])
        elif key == "enter":
            self._begin()
        else:
            _types(self.editor, key, text)

    def _begin(self) -> None:
        self._at = 0
        self._search.begin(self.editor.text, self._order)


class AroundPanel:
    """A message that is not here, with what was said around it, to be read."""

    def __init__(
        self, chat: Chat, hit: Hit, back: Callable[[], None], redraw: Callable[[], None]
    ) -> None:
        self.editor = Editor()
        self.prompt = f"{hit.place}, {minute(hit.at)}: Enter goes back"
        self.state = "One moment …"
        self._chat, self._hit = chat, hit
        self._back, self._redraw = back, redraw
        self._messages: list[Message] = []
        self._down: int | None = None
        where = {"conversation": hit.conversation, "around": hit.seq, "limit": AROUND}
        chat.requests.ask({"type": "history", **where}, self._came, self._refused)

    def lines(self, width: int, room: int) -> list[Line]:
        drawn, at = self._drawn(width)
        if self._down is None and drawn:
            self._down = at - room // 3
        most = max(0, len(drawn) - room)
        first = self._down = max(0, min(self._down or 0, most))
        return drawn[first : first + room]

    def press(self, key: str, text: str) -> None:
        if key in STEPS:
            self._down = (self._down or 0) + STEPS[key]
        elif key == "enter":
            self._back()

    def _drawn(self, width: int) -> tuple[list[Line], int]:
        """All of it, and where in it the message begins that was looked for."""
        drawn: list[Line] = []
        at, blocks, you = 0, self._chat.conversations.blocks, self._chat.you.id
        for above, message in zip([None, *self._messages], self._messages):
            is_it = message.seq == self._hit.seq
            at = len(drawn) if is_it else at
            lines = message_lines(message, above, width, blocks, you)
            drawn += [marked(line) for line in lines] if is_it else lines
        return drawn, at

    def _came(self, page: Event) -> None:
        self.state = "Up and Down scroll."
        self._messages = [Message.of(wire) for wire in page["messages"]]
        self._redraw()

    def _refused(self, refusal: Refusal) -> None:
        self.state = refusal.detail
        self._redraw()


def marked(line: Line) -> Line:
    """The same, as what was looked for."""
    return [(text, styles | {"found"}) for text, styles in line]


def _hit(hit: Hit, width: int) -> Line:
    who = f"{hit.sender}: " if hit.sender else ""
    head = f" {minute(hit.at)} {hit.place} {who}"
    runs: Line = [(head, frozenset({"faint"}))]
    left = width - width_of(head)
    for found, piece in enumerate(hit.pieces):
        shown = clipped(piece.replace("\n", " "), max(0, left))
        left -= width_of(shown)
        runs.append((shown, frozenset({"found"}) if found % 2 else PLAIN))
    return runs


def _listed(rows: list[Line], at: int, room: int) -> list[Line]:
    """As many as there is room for, with the chosen one among them."""
    first = max(0, min(at - room // 2, len(rows) - room))
    lines = rows[first : first + room]
    if 0 <= at - first < len(lines):
        lines[at - first] = [(text, CHOSEN) for text, _ in lines[at - first]]
    return lines


def _types(editor: Editor, key: str, text: str) -> bool:
    """Have it typed; whether it is another text now."""
    before = editor.text
    if text:
        editor.insert(text)
    else:
        editor.press(key)
    return editor.text != before
