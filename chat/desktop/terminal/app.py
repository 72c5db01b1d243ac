"""The terminal's face: one conversation at a time, everything by keys and ``/`` words.

Enter sends, Ctrl-J begins a new line; Tab or Ctrl-N and Ctrl-P go to the next or former
conversation, Ctrl-G to one with something unread; Page Up and Down scroll; Up in an
empty line brings the last message back to be changed; Ctrl-C ends.
"""

from __future__ import annotations

import curses
import locale
import time
from pathlib import Path

from chat.desktop.client import TICK_SECONDS
from chat.desktop.core.conversation import Conversation
from chat.desktop.core.conversations import LOBBY
from chat.desktop.core.messages import Message
from chat.desktop.core.person import Person
from chat.desktop.core.slash import say
from chat.desktop.settings import Settings
from chat.desktop.terminal import login
from chat.desktop.terminal.editor import Editor
from chat.desktop.terminal.layout import (
    PLAIN,
    Line,
    message_lines,
    note_lines,
    waiting_lines,
    width_of,
)
from chat.desktop.terminal.screen import TerminalScreen

NOTICE_SECONDS = 10.0
KEYS = (
    "Enter sends, Ctrl-J begins a new line, Tab goes to the next conversation, Ctrl-G"
    " to what is unread, Page Up to what was said before, Ctrl-C ends.",
)
STATES = {"connected": "", "delayed": "what others say comes late"}


class App:
    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder
        self._editor = Editor()
        self._drafts: dict[str, str] = {}
        self._notes: dict[str, list[tuple[int, str]]] = {}
        self._here: Conversation | None = None
        self._editing: Message | None = None
        self._scrolled = 0
        self._notice = ""
        self._notice_until = 0.0
        self._calls: set[str] = set()
        self._changed = True
        self._leaving = False

    def run(self) -> int:
        """Ask who it is, and show the screen until they leave."""
        locale.setlocale(locale.LC_ALL, "")
        try:
            client = login.come_in(self._settings, self._folder, self)
        except (EOFError, KeyboardInterrupt):
            return 1
        if client is None:
            return 1
        self._client = client
        self._settings.name = client.account.name
        self._settings.guest = client.account.password is None
        self._settings.save(self._folder)
        try:
            curses.wrapper(self._live)
        except EOFError:
            return 1
        finally:
            client.close()
        return 0

    # --- What the chat tells ----------------------------------------------------------

    def listed(self) -> None:
        self._changed = True

    people = typing = waiting = listed

    def shown(self, conversation: Conversation) -> None:
        self._changed = True

    def changed(self, conversation: Conversation, messages: list[Message]) -> None:
        self._changed = True

    def extended(self, conversation: Conversation, former: int) -> None:
        self._changed = True

    def gone(self, conversation: Conversation) -> None:
        self._changed = True
        if conversation is self._here:
            self._here = None

    def noted(self, conversation: Conversation, lines: list[str]) -> None:
        last = conversation.messages and conversation.messages.last
        after = last.seq if last else 0
        notes = self._notes.setdefault(conversation.name, [])
        notes += [(after, line) for line in lines]
        self._changed = True

    def warned(self, sentence: str) -> None:
        self._notice, self._notice_until = sentence, time.monotonic() + NOTICE_SECONDS
        self._changed = True

    def arrived(self, conversation: Conversation, message: Message) -> None:
        if not conversation.is_room:
            self._calls.add(conversation.name)

    # --- The turn ---------------------------------------------------------------------

    def _live(self, window: curses.window) -> None:
        self._screen = TerminalScreen(window, round(TICK_SECONDS * 1000))
        while not self._leaving:
            key, text = self._screen.key()
            if key or text:
                self._press(key, text)
            if self._client.tick() or self._client.state == "waiting":
                self._changed = True
            self._find_place()
            if self._changed:
                self._changed = False
                self._draw()
            muted = self._client.chat.attention.muted
            if self._calls - muted and self._settings.notify:
                self._screen.ring()
            self._calls.clear()

    def _find_place(self) -> None:
        """Be somewhere, and read what is there."""
        chat = self._client.chat
        rooms = chat.conversations.rooms
        if self._here is None and rooms:
            self._go(chat.conversations.by_name(LOBBY) or rooms[0])
        if self._here is not None and not self._scrolled and self._here.unread:
            chat.seen(self._here)
            self._changed = True
        if self._notice and time.monotonic() >= self._notice_until:
            self._notice, self._changed = "", True

    # --- What the person does ---------------------------------------------------------

    def _press(self, key: str, text: str) -> None:
        self._changed = True
        act = getattr(self, f"_press_{key}", None) if key else None
        if text:
            self._editor.insert(text)
            if self._here is not None:
                self._client.chat.typed(self._here)
        elif act is not None:
            act()
        else:
            self._editor.press(key)

    def _press_enter(self) -> None:
        line, here = self._editor.text, self._here
        if not line.strip() or here is None:
            return
        self._scrolled = 0
        if self._editing is not None:
            message, self._editing = self._editing, None
            self._client.chat.change("edit", here, message, body=line)
            self._editor.fill("")
        elif self._said(line, here):
            self._editor.fill("")

    def _said(self, line: str, here: Conversation) -> bool:
        if line.strip() in ("/again", "/drop"):
            return self._decide(line.strip(), here)
        return say(line, Person(self._client.chat, here, self._go, self._leave))

    def _decide(self, what: str, here: Conversation) -> bool:
        """Send again what was refused here, or let it go."""
        postman = self._client.chat.postman
        for post in postman.waiting_in(here):
            if post.error:
                (postman.retry if what == "/again" else postman.remove)(post.id)
        return True

    def _press_newline(self) -> None:
        self._editor.insert("\n")

    def _press_next(self) -> None:
        self._step(1)

    def _press_previous(self) -> None:
        self._step(-1)

    def _press_unread(self) -> None:
        unread = [each for each in self._order() if each.unread]
        if unread:
            self._go(unread[0])

    def _press_up(self) -> None:
        self._scrolled += max(1, self._screen.size[0] // 2)

    def _press_down(self) -> None:
        self._scrolled = max(0, self._scrolled - max(1, self._screen.size[0] // 2))

    def _press_last(self) -> None:
        """Change one's last message."""
        here = self._here
        last = self._client.chat.last_own(here) if here is not None else None
        if last is not None and not self._editor.text:
            self._editing = last
            self._editor.fill(last.body)

    def _press_clear(self) -> None:
        self._editing = None
        self._editor.fill("")

    def _press_help(self) -> None:
        if self._here is not None:
            self.noted(self._here, [*KEYS, "/help lists what else you can say."])

    def _press_quit(self) -> None:
        self._leave()

    def _leave(self) -> None:
        self._leaving = True

    def _step(self, by: int) -> None:
        order = self._order()
        if self._here in order:
            self._go(order[(order.index(self._here) + by) % len(order)])

    def _order(self) -> list[Conversation]:
        conversations = self._client.chat.conversations
        return [*conversations.rooms, *conversations.directs]

    def _go(self, conversation: Conversation) -> None:
        if self._here is not None:
            self._drafts[self._here.name] = self._editor.text
        self._editing = None
        self._here = conversation
        self._scrolled = 0
        self._editor.fill(self._drafts.pop(conversation.name, ""))
        self._client.chat.fetcher.load(conversation)
        self._changed = True

    # --- Drawing ----------------------------------------------------------------------

    def _draw(self) -> None:
        height, width = self._screen.size
        written = self._editor.text.split("\n")
        top = [self._bar(width), self._places(width)]
        prompts: list[Line] = [[(f"> {line}", PLAIN)] for line in written]
        bottom = [self._status(), *prompts]
        room = max(1, height - len(top) - len(bottom))
        lines = [*top, *self._messages(width - 1, room), *bottom]
        before = self._editor.text[: self._editor.at].split("\n")
        row = height - len(written) + len(before) - 1
        self._screen.draw(lines, (row, 2 + width_of(before[-1])))
        unread = self._client.chat.attention.unread
        self._screen.title(f"({unread}) chat" if unread else "chat")

    def _bar(self, width: int) -> Line:
        here = self._here
        name = f" {here.name}  {here.topic}" if here is not None else " chat"
        count = f"{len(self._client.chat.people.roster.names)} here "
        return [(name.ljust(width - len(count)) + count, frozenset({"bar"}))]

    def _places(self, width: int) -> Line:
        line: Line = []
        for each in self._order():
            unread = f"({each.unread})" if each.unread else ""
            styles = {"bold"} if each is self._here or each.unread else {"faint"}
            line.append((f" {each.name}{unread} ", frozenset(styles)))
        return line

    def _status(self) -> Line:
        """What went wrong, how the connection is, or who is typing."""
        client = self._client
        state = STATES.get(client.state, client.sentence or "connecting ...")
        if client.state == "waiting" and client.retry_seconds:
            state += f" Next try in {client.retry_seconds} s."
        if self._notice or state:
            return [(self._notice or state, frozenset({"bad"}))]
        if self._editing is not None:
            hint = "You are changing a message: Enter keeps that, Ctrl-U does not."
            return [(hint, frozenset({"note"}))]
        here = self._here.id if self._here is not None else None
        return [(client.chat.people.typists.text(here), frozenset({"faint"}))]

    def _messages(self, width: int, room: int) -> list[Line]:
        """So many lines as there is room for, up to where somebody has scrolled."""
        here = self._here
        if here is None:
            return [[] for _ in range(room)]
        lines = self._last_lines(here, width, room + self._scrolled)
        self._scrolled = max(0, min(self._scrolled, len(lines) - room))
        end = len(lines) - self._scrolled
        shown = lines[max(0, end - room) : end]
        return [*([] for _ in range(room - len(shown))), *shown]

    def _last_lines(self, here: Conversation, width: int, wanted: int) -> list[Line]:
        """So many lines of the end; where there are fewer, older ones are asked for."""
        posts = self._client.chat.postman.waiting_in(here)
        lines = [line for post in posts for line in waiting_lines(post, width)]
        messages = list(here.messages or ())
        at = len(messages)
        while at and len(lines) < wanted:
            at -= 1
            lines[:0] = self._block(here, messages[at], messages[at - 1 : at], width)
        if at == 0:
            self._client.chat.fetcher.older(here)
            lines[:0] = self._note_lines(here, 0, width)
        return lines

    def _block(
        self,
        here: Conversation,
        message: Message,
        previous: list[Message],
        width: int,
    ) -> list[Line]:
        """A message, and the notes below it."""
        lines = message_lines(message, previous[0] if previous else None, width)
        return [*lines, *self._note_lines(here, message.seq, width)]

    def _note_lines(self, here: Conversation, seq: int, width: int) -> list[Line]:
        notes = self._notes.get(here.name, [])
        texts = [text for after, text in notes if after == seq]
        return [line for text in texts for line in note_lines(text, width)]
