"""What the core tells the windows: much in one turn, and drawn once at its end."""

from __future__ import annotations

from collections.abc import Callable

from chat.desktop.core.history.messages import Message
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.times import Midnight
from chat.desktop.window.attention.alerts import Alerts
from chat.desktop.window.main import MainView
from chat.desktop.window.pane import Pane
from chat.desktop.window.windows import Windows


class Updates:
    """The core's screen; ``draw`` it once a turn, soon after ``told()``."""

    def __init__(
        self, windows: Windows, alerts: Alerts, told: Callable[[], None]
    ) -> None:
        self._windows = windows
        self._told = told
        self._due: set[str] = set()
        self._news: dict[Conversation, dict[int, Message]] = {}
        self._midnight = Midnight()
        self.arrived = alerts.arrived

    @property
    def seconds_left(self) -> float:
        """Until something looks different of itself: Today, at midnight."""
        return self._midnight.seconds_left

    def draw(self) -> None:
        """Draw what has been told since the last turn."""
        if self._midnight.has_passed():
            self._name_days()
        news, self._news = self._news, {}
        due, self._due = self._due, set()
        for conversation, messages in news.items():
            for pane in self._windows.panes_of(conversation):
                is_looked_at = self._windows.is_looked_at(pane)
                pane.timeline.draw(messages.values(), is_looked_at=is_looked_at)
        if self._windows.main is not None:
            _draw_main(self._windows.main, due)
        for pane in self._windows.panes:
            _draw_pane(pane, due)

    def forget(self) -> None:
        """What was told was for somebody else."""
        self._news, self._due = {}, set()

    def _name_days(self) -> None:
        """Today is another day than the one that is called so."""
        for conversation in {pane.conversation for pane in self._windows.panes}:
            if conversation is not None and conversation.messages is not None:
                self.changed(conversation, list(conversation.messages))

    # --- What the core tells ----------------------------------------------------------

    def listed(self) -> None:
        self._note("lists")

    def people(self) -> None:
        self._note("people")

    def typing(self) -> None:
        self._note("typing")

    def waiting(self) -> None:
        self._note("waiting")

    def shown(self, conversation: Conversation) -> None:
        self._news.pop(conversation, None)
        for pane in self._windows.panes_of(conversation):
            pane.show(conversation)

    def changed(self, conversation: Conversation, messages: list[Message]) -> None:
        news = self._news.setdefault(conversation, {})
        news.update((message.seq, message) for message in messages)
        self._told()

    def extended(self, conversation: Conversation, former: int) -> None:
        for pane in self._windows.panes_of(conversation):
            pane.timeline.extend()

    def renamed(self, conversation: Conversation, former: str) -> None:
        self._note("lists")

    def gone(self, conversation: Conversation) -> None:
        if self._windows.main is not None:
            self._windows.main.turn_from(conversation)
        self._windows.close_private(conversation)
        self._note("lists")

    def noted(self, conversation: Conversation, lines: list[str]) -> None:
        for pane in self._windows.panes_of(conversation):
            pane.timeline.note(lines)

    def warned(self, sentence: str) -> None:
        self._windows.warn(sentence)

    def _note(self, what: str) -> None:
        self._due.add(what)
        self._told()


def _draw_main(main: MainView, due: set[str]) -> None:
    if due & {"lists", "waiting"}:
        main.show_lists()
    if "people" in due:
        main.show_people()


def _draw_pane(pane: Pane, due: set[str]) -> None:
    if due & {"people", "lists"}:
        pane.show_heading()
    if "typing" in due:
        pane.show_typing()
    if "waiting" in due:
        pane.timeline.draw_waiting()
        pane.composer.answers.show()
