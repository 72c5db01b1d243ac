"""What was said, found by its words: the newest first, or the best, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chat.desktop.core.history.messages import Event
from chat.desktop.core.people.blocks import UNHEARD, Blocks
from chat.desktop.core.requests import Refusal, Requests

PAGE = 20
NEWEST = "newest"
ORDERS = {NEWEST: "Newest first", "best": "Best first"}
NOTHING = "Nothing of that was found"


@dataclass(frozen=True)
class Hit:
    """``place``: the conversation's name; every second one of ``pieces`` is what was
    found.
    """

    conversation: int
    place: str
    seq: int
    sender: str
    at: str
    pieces: tuple[str, ...]

    @classmethod
    def of(cls, wire: Event, blocks: Blocks) -> Hit:
        """From the wire; the words of the blocked are folded."""
        is_heard = not blocks.has(wire["author"])
        sender = wire["from"] if is_heard else ""
        pieces = tuple(map(str, wire["text"])) if is_heard else (UNHEARD,)
        where = wire["conversation"], wire["name"], wire["seq"]
        return cls(*where, sender, wire["at"], pieces)

    @property
    def words(self) -> str:
        return "".join(self.pieces)


class Search:
    """``changed()`` is called when there is something else to be seen.

    ``state``: what is to be said of it: how many there are, or what was wrong.
    """

    def __init__(
        self, requests: Requests, blocks: Blocks, changed: Callable[[], None]
    ) -> None:
        self._requests = requests
        self._blocks = blocks
        self._changed = changed
        self._round = 0
        self._is_asking = False
        self._forget()

    def begin(self, query: str, order: str = NEWEST) -> None:
        """Look for that, and for nothing else any more."""
        self._round += 1
        self._is_asking = False
        self._forget()
        self.query, self.order = query.strip(), order
        if self.query:
            self._ask()
        self._changed()

    def go_on(self) -> None:
        """Have the next page, if there is one."""
        if self.more and not self._is_asking:
            self._ask()

    def _forget(self) -> None:
        self.query, self.order, self.state = "", NEWEST, ""
        self.hits: list[Hit] = []
        self.more, self._cursor = False, ""

    def _ask(self) -> None:
        self._is_asking, round = True, self._round

        def came(page: Event) -> None:
            if round == self._round:
                self._take(page)

        def refused(refusal: Refusal) -> None:
            if round == self._round:
                self._is_asking, self.state = False, refusal.detail.rstrip(".")
                self._changed()

        about = {"query": self.query, "order": self.order, "cursor": self._cursor}
        asked = {"type": "search", **about, "limit": PAGE, "zone": _zone()}
        self._requests.ask(asked, came, refused)

    def _take(self, page: Event) -> None:
        self._is_asking = False
        self.hits += [Hit.of(wire, self._blocks) for wire in page["hits"]]
        self.more, self._cursor = page["more"], page["cursor"]
        if not self.hits and self.more:
            self._ask()  # a page can be empty, and there are others
            return
        count = len(self.hits)
        found = f"{count} message{'s' * (count != 1)}" if count else NOTHING
        self.state = f"{found}, and there are more" if self.more else found
        self._changed()


def _zone() -> int:
    """How many minutes this computer's days are ahead of UTC's."""
    offset = datetime.now().astimezone().utcoffset()
    return round(offset.total_seconds() / 60) if offset is not None else 0
