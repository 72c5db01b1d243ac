"""What each key does."""

from __future__ import annotations

from collections.abc import Callable

from chat.desktop.core.chat import Chat
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.sending.parts import parts
from chat.desktop.core.slash.line import say
from chat.desktop.core.slash.person import Person
from chat.desktop.core.writing.changing import change
from chat.desktop.terminal.completing import Completing
from chat.desktop.terminal.finding import Finding
from chat.desktop.terminal.panels import Panel
from chat.desktop.terminal.place import Place
from chat.desktop.terminal.screen import TerminalScreen

HELP = (
    "Enter sends, Ctrl-J begins a new line, Tab ends a name that is begun or goes to"
    " the next conversation, Ctrl-G to what is unread, Page Up to what was said before,"
    " Ctrl-K goes anywhere by a part of its name, Ctrl-F finds what was said,"
    " Ctrl-C ends.",
    "/help lists what else you can say.",
)
LONG = (
    "That is too long for one message: Enter once more sends it as {}, Ctrl-U clears"
    " it. (/drop takes back what is not sent yet.)"
)


class Keys:
    """``leave()`` ends the program."""

    def __init__(
        self,
        chat: Chat,
        place: Place,
        screen: TerminalScreen,
        leave: Callable[[], None],
        redraw: Callable[[], None] = lambda: None,
    ) -> None:
        self._chat = chat
        self._place = place
        self._screen = screen
        self._leave = leave
        # What is too long for one message, once that was said.
        self._asked = ""
        self._completing = Completing(chat, lambda: place.here)
        self.finding = Finding(chat, place, redraw, self._person)
        self._acts = self._table()

    def press(self, key: str, text: str) -> None:
        """A key with a name, or text that was typed."""
        act = self._acts.get(key)
        if self._place.panel is not None and key not in ("quit", "find"):
            self._press_in(self._place.panel, key, text)
            return
        self._place.offered = ""
        if key == "next" and self._complete():
            return
        if text:
            self._place.editor.insert(text)
            if self._place.here is not None:
                self._chat.typed(self._place.here, self._place.editor.text)
        elif act is not None:
            act()
        else:
            self._place.editor.press(key)
        self._place.keep()

    def _press_in(self, panel: Panel, key: str, text: str) -> None:
        if key in ("escape", "switch"):
            self._place.panel = None
        else:
            panel.press(key, text)

    def _complete(self) -> bool:
        """End a name that is begun; false if none is."""
        editor = self._place.editor
        completed = self._completing.complete(editor.text, editor.at)
        if completed is not None:
            editor.text, editor.at = completed
            self._place.offered = self._completing.offered
            self._place.keep()
        return completed is not None

    def _table(self) -> dict[str, Callable[[], None]]:
        """What each key with a name does."""
        place = self._place
        return {
            "clear": place.clear,
            "down": lambda: place.scroll(-self._page),
            "enter": self._enter,
            "find": self.finding.find,
            "help": self._help,
            "last": place.edit_last,
            "newline": lambda: place.editor.insert("\n"),
            "next": lambda: place.step(1),
            "previous": lambda: place.step(-1),
            "quit": self._leave,
            "switch": self.finding.switch,
            "unread": place.step_to_unread,
            "up": lambda: place.scroll(self._page),
        }

    @property
    def _page(self) -> int:
        """How many lines Page Up scrolls."""
        return max(1, self._screen.size[0] // 2)

    def _enter(self) -> None:
        place, line = self._place, self._place.editor.text
        if not line.strip() or place.here is None:
            return
        place.scrolled = place.found = 0
        if place.editing is not None:
            if change(self._chat, place.here, place.editing, line, place.resume):
                place.clear()
        elif len(line) > self._chat.you.body_characters:
            self._split(line, place.here)
        elif self._say(line, place.here):
            place.editor.fill("")

    def _split(self, line: str, here: Conversation) -> None:
        """Send a long text as several messages, if that is asked for once more."""
        bodies = parts(line, self._chat.you.body_characters)
        if self._asked == line and self._chat.post(here, *bodies):
            self._place.editor.fill("")
        elif self._asked != line:
            self._asked = line
            self._chat.screen.noted(here, [LONG.format(len(bodies))])

    def _say(self, line: str, here: Conversation) -> bool:
        if line.strip() in ("/again", "/drop"):
            return self._decide(line.strip(), here)
        person = self._person()
        return person is not None and say(line, person)

    def _person(self) -> Person | None:
        place = self._place
        if place.here is None:
            return None
        ways = place.go, self._leave, self.finding.find
        return Person(self._chat, place.here, *ways, resumed=place.resume)

    def _decide(self, what: str, here: Conversation) -> bool:
        """Send again what was refused here, or let it go."""
        postman = self._chat.postman
        for post in postman.waiting_in(here):
            if what == "/again" and post.is_refused:
                postman.retry(post.id)
            elif what == "/drop" and (post.error or post.parcel or post.awaits_files):
                postman.remove(post.id)
        return True

    def _help(self) -> None:
        if self._place.here is not None:
            self._chat.screen.noted(self._place.here, [*HELP])
