"""What each key does."""

from __future__ import annotations

from collections.abc import Callable

from chat.desktop.core.chat import Chat
from chat.desktop.core.conversation import Conversation
from chat.desktop.core.person import Person
from chat.desktop.core.slash import say
from chat.desktop.terminal.place import Place
from chat.desktop.terminal.screen import TerminalScreen

HELP = (
    "Enter sends, Ctrl-J begins a new line, Tab goes to the next conversation, Ctrl-G"
    " to what is unread, Page Up to what was said before, Ctrl-C ends.",
    "/help lists what else you can say.",
)


class Keys:
    """``leave()`` ends the program."""

    def __init__(
        self,
        chat: Chat,
        place: Place,
        screen: TerminalScreen,
        leave: Callable[[], None],
    ) -> None:
        self._chat = chat
        self._place = place
        self._screen = screen
        self._leave = leave
        self._acts: dict[str, Callable[[], None]] = {
            "clear": place.clear,
            "down": lambda: place.scroll(-self._page),
            "enter": self._enter,
            "help": self._help,
            "last": place.edit_last,
            "newline": lambda: place.editor.insert("\n"),
            "next": lambda: place.step(1),
            "previous": lambda: place.step(-1),
            "quit": leave,
            "unread": place.step_to_unread,
            "up": lambda: place.scroll(self._page),
        }

    def press(self, key: str, text: str) -> None:
        """A key with a name, or text that was typed."""
        act = self._acts.get(key)
        if text:
            self._place.editor.insert(text)
            if self._place.here is not None:
                self._chat.typed(self._place.here)
        elif act is not None:
            act()
        else:
            self._place.editor.press(key)

    @property
    def _page(self) -> int:
        """How many lines Page Up scrolls."""
        return max(1, self._screen.size[0] // 2)

    def _enter(self) -> None:
        place, line = self._place, self._place.editor.text
        if not line.strip() or place.here is None:
            return
        place.scrolled = 0
        if place.editing is not None:
            self._chat.change("edit", place.here, place.editing, body=line)
            place.clear()
        elif self._say(line, place.here):
            place.editor.fill("")

    def _say(self, line: str, here: Conversation) -> bool:
        if line.strip() in ("/again", "/drop"):
            return self._decide(line.strip(), here)
        return say(line, Person(self._chat, here, self._place.go, self._leave))

    def _decide(self, what: str, here: Conversation) -> bool:
        """Send again what was refused here, or let it go."""
        postman = self._chat.postman
        for post in postman.waiting_in(here):
            if post.error:
                (postman.retry if what == "/again" else postman.remove)(post.id)
        return True

    def _help(self) -> None:
        if self._place.here is not None:
            self._chat.screen.noted(self._place.here, [*HELP])
