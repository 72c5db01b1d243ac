"""What is written down while a run goes on."""

import re
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from tests.chaos.history import Place, Visits, Word
from tests.chaos.sighting import highest

TOKEN = re.compile(r"\bz[0-9a-f]{15}\b")


@dataclass
class Silence:
    """How long somebody who was connected did not have what had been posted."""

    seconds: float = 0.0
    who: str = ""
    place: Place = (0, 0)
    at: float = 0.0


@dataclass
class Chronicle:
    """The clock, the words, the counts; ``rng`` makes tokens.

    ``said``: when each post was first made; ``steered``: the number of the room in
    which people are given roles and put out.
    """

    rng: Random
    words: dict[str, Word] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    posted_at: dict[Place, float] = field(default_factory=dict)
    longest: Silence = field(default_factory=Silence)
    said: dict[str, float] = field(default_factory=dict)
    steered: int = 0
    started: float = field(default_factory=time.monotonic)
    started_at: float = field(default_factory=time.time)

    def now(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.started

    def token(self, word: Word) -> str:
        """A new unique word that stands for ``word``."""
        token = f"z{self.rng.getrandbits(60):015x}"
        self.words[token] = word
        self.ids.add(word.id)
        return token

    def saw(self, visits: Visits, event: dict) -> None:
        """Somebody was shown something, maybe of the room that is steered."""
        if number := highest(event, self.steered) if self.steered else 0:
            visits.sights.append((self.now(), number))

    def posted(self, place: Place) -> None:
        """Somebody was told that a post is in the log."""
        self.posted_at.setdefault(place, self.now())

    def learned(self, who: str, place: Place, listening_since: float) -> None:
        """Somebody has got a message."""
        now = self.now()
        since = max(self.posted_at.get(place, now), listening_since)
        if now - since > self.longest.seconds:
            self.longest = Silence(now - since, who, place, now)
