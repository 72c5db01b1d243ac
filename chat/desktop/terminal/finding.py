"""The ways to what is not in sight, in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from chat.desktop.core.chat import Chat
from chat.desktop.core.finding.search import NEWEST, Hit
from chat.desktop.core.finding.switcher import Act, Ways
from chat.desktop.core.slash.line import VERBS, say
from chat.desktop.core.slash.person import Person
from chat.desktop.terminal.panels import AroundPanel, SearchPanel, SwitcherPanel
from chat.desktop.terminal.place import Place


class Finding:
    """Opens panels at a place; ``person()`` is whoever says the words there."""

    def __init__(
        self,
        chat: Chat,
        place: Place,
        redraw: Callable[[], None],
        person: Callable[[], Person | None],
    ) -> None:
        self._chat = chat
        self._place = place
        self._redraw = redraw
        self._person = person

    def switch(self) -> None:
        """Go somewhere by a part of its name."""
        ways = Ways(self._place.go, self._talk, self.lead)
        acts = [*self._acts()]
        self._place.panel = SwitcherPanel(self._chat, ways, lambda: acts, self._redraw)

    def find(self, query: str = "", order: str = NEWEST) -> None:
        """Find what was said."""
        panel = SearchPanel(self._chat, self.lead, self._redraw)
        self._place.panel = panel
        if query:
            panel.find(query, order)

    def lead(self, hit: Hit) -> None:
        """Show a message where it was said, or what was said around it."""
        place = self._chat.conversations.by_id(hit.conversation)
        messages = place.messages if place is not None else None
        if place is not None and messages and messages.get(hit.seq) is not None:
            self._place.go(place)
            self._place.found = self._place.aim = hit.seq
            return
        former = self._place.panel

        def back() -> None:
            self._place.panel = former
            self._redraw()

        self._place.panel = AroundPanel(self._chat, hit, back, self._redraw)

    def _talk(self, name: str) -> None:
        self._place.go(self._chat.direct(name))

    def _acts(self) -> Iterator[Act]:
        """The words that need no others behind them."""
        for word, verb in VERBS.items():
            others = verb.usage.split()[1:]
            if not others or others[0].startswith("["):
                yield f"{word}  {verb.meaning}", partial(self._say, word)

    def _say(self, word: str) -> None:
        self._place.panel = None
        person = self._person()
        if person is not None:
            say(word, person)
