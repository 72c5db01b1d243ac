"""What people do with the room in which roles are given and people are put out."""

from collections.abc import Callable
from random import Random
from typing import Any

from tests.chaos import cast
from tests.chaos.chronicle import Chronicle
from tests.chaos.client import ProgramClient
from tests.chaos.history import Word

ROLES = ("member", "voice", "voice", "moderator", "moderator")
# Everybody has to come to a word there, now and then.
SETTINGS: dict[str, tuple[Any, ...]] = {
    "name": cast.YARD,
    "speakers": ("member", "member", "voice", "moderator"),
    "archived": (False, False, False, True),
    "private": (False, False, True),
    "slow": (0, 0, 1),
    "keep": (0, 365),
    "lock": (False, True),
    "unlisted": (False, True),
}


class Steering:
    """One client's: whether they may, the server says."""

    def __init__(
        self, client: ProgramClient, chronicle: Chronicle, rng: Random
    ) -> None:
        self.client, self.chronicle, self.rng = client, chronicle, rng

    def act(self) -> None:
        """Do one thing with the room, or with one of its people."""
        acts: dict[Callable[[], None], int] = {
            self.set: 8,
            self.give_role: 6,
            self.hand_over: 1,
            self.kick: 3,
            self.ban: 2,
            self.unban: 6,
        }
        [act] = self.rng.choices(list(acts), list(acts.values()))
        act()

    def set(self) -> None:
        what = self.rng.choice([*SETTINGS, "speakers", "archived"])
        self._tell("set", what=what, value=self.rng.choice(SETTINGS[what]))

    def give_role(self) -> None:
        self._tell("role", name=self._somebody(), role=self.rng.choice(ROLES))

    def hand_over(self) -> None:
        self._tell("role", name=self._somebody(), role="owner")

    def kick(self) -> None:
        self._tell("kick", name=self._somebody(), reason=self._reason())

    def ban(self) -> None:
        self._tell("ban", name=self._somebody(), on=True, reason=self._reason())

    def unban(self) -> None:
        self._tell("ban", name=self._somebody(), on=False)

    def _tell(self, kind: str, **fields: Any) -> None:
        if room := self.chronicle.steered:
            self.client.change(kind, room, **fields)

    def _somebody(self) -> str:
        return self.rng.choice(cast.PEOPLE)

    def _reason(self) -> str:
        return self.chronicle.token(Word(None))
