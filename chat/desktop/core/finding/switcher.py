"""One line that leads everywhere: to rooms, joined or not, to people, here or away, to
what was said, and to all that can be done.

The twin of the page's ``switcher.js``, without a face.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from chat.desktop.core.chat import Chat
from chat.desktop.core.finding.places import (
    Elsewhere,
    Place,
    found_until,
    places_of,
    ranked,
)
from chat.desktop.core.finding.search import Hit
from chat.desktop.core.history.messages import Event
from chat.desktop.core.requests import nothing
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.slash.person import enter
from chat.desktop.core.storage.uses import Uses

TYPING_SECONDS = 0.15
FOUND, MESSAGES = 20, 5
FEWEST_LETTERS = 3
NAMES, KIND = ("people", "rooms"), "places"
# At most, beside how well a name fits: it decides among those that fit alike.
WORTH = 18
Act = tuple[str, Callable[[], None]]


class Ways:
    """Where a face leads: to a conversation, to a talk with somebody, to a message."""

    def __init__(
        self,
        go: Callable[[Conversation], None],
        talk: Callable[[str], None],
        lead: Callable[[Hit], None],
    ) -> None:
        self.go, self.talk, self.lead = go, talk, lead


class Switcher:
    """``acts()`` has what can be done now; ``changed()`` is called when ``shown`` is
    another list, or ``at`` another place in it.
    """

    def __init__(
        self,
        chat: Chat,
        ways: Ways,
        acts: Callable[[], Iterable[Act]],
        changed: Callable[[], None],
    ) -> None:
        self._chat = chat
        self._ways = ways
        self._acts = acts
        self._changed = changed
        self._uses = Uses(chat.store)
        self._elsewhere = Elsewhere()
        self._round = 0
        self.text = ""
        self.shown: list[Place] = []
        self.at = 0

    def type(self, text: str) -> None:
        """This is typed by now."""
        self._elsewhere = found_until(text, self._elsewhere)
        self.text, self.at = text, 0
        self._round += 1
        self.show()
        if text.strip():
            self._chat.timers.after(TYPING_SECONDS, partial(self._ask, self._round))

    def leave(self) -> None:
        """Nobody looks any more: what is asked for is of no use."""
        self._round += 1

    def move(self, step: int) -> None:
        """Look at another one: of the next and the one before, round and round."""
        last, at = len(self.shown) - 1, self.at + step
        if abs(step) == 1 and not 0 <= at <= last:
            at = 0 if at > last else last
        self.at = max(0, min(at, last))
        self._changed()

    def choose(self, at: int) -> None:
        """Go there."""
        if not 0 <= at < len(self.shown):
            return
        place = self.shown[at]
        self.leave()
        if place.kind != "message":
            self._uses.note(KIND, place.key)
        if place.act is not None:
            place.act()
        elif place.conversation is not None:
            self._ways.go(place.conversation)
        elif place.kind == "person":
            self._ways.talk(place.name)
        else:
            enter(self._chat, self._ways.go, "join", room=place.name)

    def show(self) -> None:
        """Bring the list up to date; what is looked at stays so."""
        chosen = self.shown[self.at].key if self.at < len(self.shown) else ""
        chat, typed = self._chat, self.text
        known = chat.conversations, chat.people.roster, chat.you.id
        places = places_of(*known, self._elsewhere)
        for name, act in dict(self._acts()).items():
            places.append(Place("action", f"action {name}", name, act=act))
        found = ranked(typed, places, self._worth())
        if not typed.strip():
            here = chat.conversations.current
            found = [p for p in found if not here or p.conversation is not here]
        self.shown = [*found, *self._elsewhere.messages]
        keys = [place.key for place in self.shown]
        self.at = keys.index(chosen) if self.at and chosen in keys else 0
        self._changed()

    # --- Steps ------------------------------------------------------------------------

    def _worth(self) -> Callable[[str], float]:
        weights = self._uses.weights(KIND)

        def worth(key: str) -> float:
            weight = weights.get(key, 0)
            return WORTH * weight / (weight + 1)

        return worth

    def _ask(self, round: int) -> None:
        """What is not known here."""
        typed = self.text.strip()
        text = typed[1:] if typed[:1] in ("#", "@", ">") else typed
        if round != self._round or not text or typed.startswith(">"):
            return
        asked = [{"type": each, "match": text, "limit": FOUND} for each in NAMES]
        if text == typed and len(text) >= FEWEST_LETTERS:
            asked.append({"type": "search", "query": text, "limit": MESSAGES})
        for question in asked:
            take = partial(self._take, round)
            # Where it is refused, what was found before stays.
            self._chat.requests.ask(question, take, nothing)

    def _take(self, round: int, page: Event) -> None:
        if round != self._round:
            return
        if page["type"] == "people":
            self._elsewhere = replace(self._elsewhere, people=page["people"])
        elif page["type"] == "rooms":
            others = [room for room in page["rooms"] if not room["member"]]
            self._elsewhere = replace(self._elsewhere, rooms=others)
        else:
            self._elsewhere = replace(self._elsewhere, messages=self._said(page))
        self.show()

    def _said(self, page: Event) -> list[Place]:
        """Messages with these words, but for those of the blocked."""
        blocks = self._chat.conversations.blocks
        found = [Hit.of(w, blocks) for w in page["hits"] if not blocks.has(w["author"])]
        return [
            Place(
                *("message", f"message {hit.conversation} {hit.seq}", hit.words),
                said=f"{hit.sender} in {hit.place}",
                act=partial(self._ways.lead, hit),
            )
            for hit in found
        ]
