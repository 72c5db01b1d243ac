"""A person at ``nc``: the server keeps their log, and says nothing when all is well.

Lines are worked off one by one. So ``/me`` after a line is a fence: when it is answered
and nothing was refused meanwhile, the line has been accepted.
"""

from collections import deque
from dataclasses import dataclass
from random import Random

from tests.chaos.cast import LOBBY
from tests.chaos.chronicle import TOKEN, Chronicle
from tests.chaos.comeback import Comeback, Knock
from tests.chaos.history import Line, Move, Person, Refusal, Sitting

FENCE = "/me"
PASSING = (
    "! Something went wrong",
    "! The database ",  # does not answer, is busy, or can only be read
    "! So many people are coming in just now",
    "! So many ask the database just now",
)


SLOW = "! This room is slow: "


@dataclass
class _Fence:
    """A line that was said, until it is known what became of it.

    ``room``: the one of which somebody may be out; ``move``: it asks to come in there;
    ``left``: it asks to go on elsewhere than in that room.
    """

    token: str = ""
    sent: float = 0.0
    room: str = ""
    move: Move | None = None
    left: str = ""
    refused: bool = False


class PlainClient(Comeback):
    ping = FENCE

    def __init__(
        self,
        facts: Person,
        password: str,
        knock: Knock,
        chronicle: Chronicle,
        rng: Random,
    ) -> None:
        super().__init__(knock, chronicle, rng)
        self.facts = facts
        self._password = password
        self._fences: deque[_Fence] = deque()
        # Where they talk whom the site could not let go on elsewhere just then.
        self._still_in = ""

    def say(self, line: str, token: str, room: str = "") -> None:
        """Say a line, if there is somebody to say it to; it is never said again.

        ``room``: where it is said, if that is one of which they may be out.
        """
        if self.entered:
            self.facts.sittings[-1].said.add(token)
            self._say(line, _Fence(token, self.chronicle.now(), room))

    def go_in(self, room: str) -> None:
        """Join a room that is steered, now or never; and go on talking in the lobby."""
        if self.entered:
            move = Move(self.chronicle.now())
            self.facts.visits.moves.append(move)
            self._say(f"/join {room}", _Fence("", move.sent, room, move))
            self._say(f"/join {LOBBY}", _Fence(left=room))

    def send(self, text: str) -> None:
        if text == FENCE:
            self._fences.append(_Fence())
        super().send(text)

    @property
    def is_settled(self) -> bool:
        return self.entered and not self._fences

    def finish(self) -> Person:
        """The facts for the verdict."""
        if self.entered:
            self.facts.sittings[-1].whole = True
        return self.facts

    def hear(self, line: str) -> None:
        tokens = TOKEN.findall(line)
        self.facts.tokens.update(tokens)
        if not self.entered:
            self._hear_door(line)
        elif line.startswith("* You are ") and ", talking in " in line:
            self._hear_fence()
        elif line.startswith("! "):
            self._hear_refusal(line)
        elif tokens and not line.startswith(("* ", "! ")):
            self._hear_words(line, tokens[0])

    def lost(self) -> None:
        for move in (fence.move for fence in self._fences if fence.move):
            move.doubt(self.chronicle.now())
        self._fences.clear()
        self._still_in = ""
        if self.facts.sittings:
            self.facts.sittings[-1].whole = False

    def _say(self, line: str, fence: _Fence) -> None:
        self._fences.append(fence)
        super().send(line)
        super().send(FENCE)

    def _hear_door(self, line: str) -> None:
        if line == "Welcome. What is your name?":
            super().send(self.facts.person)
        elif line.endswith("is registered. Password?"):
            super().send(self._password)
        elif line.startswith(f"* Hello {self.facts.person},"):
            self.enter()
            self.facts.sittings.append(Sitting(self.listening_since))
        elif line.startswith("! "):
            self._hear_refusal(line)

    def _hear_refusal(self, line: str) -> None:
        fence = self._fences[0] if self._fences else _Fence()
        fence.refused = True
        self._still_in = fence.left or self._still_in
        if line.startswith(PASSING):
            return
        if not fence.room and not self._still_in:
            self.facts.refused.append(line)
        elif fence.move is not None:
            fence.move.failed = True
        elif not line.startswith(SLOW):
            now = self.chronicle.now()
            self.facts.visits.refusals.append(Refusal(fence.sent, now, line))

    def _hear_fence(self) -> None:
        if self._fences:
            fence = self._fences.popleft()
            known = self.chronicle.now()
            if fence.move is not None and not fence.refused:
                fence.move.known = known
            if fence.left and not fence.refused:
                self._still_in = ""
            if fence.token and not fence.refused:
                self.facts.accepted[fence.token] = (fence.sent, known)

    def _hear_words(self, text: str, token: str) -> None:
        self.chronicle.counts["events"] += 1
        edited = " (edited): " in text.partition(token)[0]
        line = Line(token, edited, self.chronicle.now())
        self.facts.sittings[-1].lines.append(line)
