"""How fast people may be: token buckets for each, in each process."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakValueDictionary

from django.conf import settings

from chat.wire.errors import RateLimited

# As long somebody may have been silent who then takes the share of it at once.
RENDER_SAVED_SECONDS = 2.0
# Two of the dearest texts, however small the share is.
RENDER_BURST_LEAST = 0.1
# So long nothing is read of whoever is refused: to refuse without end is dear too.
REFUSED_SECONDS = 0.002
# Of those who have gone, before it is looked who of them is to be forgotten.
GONE_LEAST = 1000


class Bucket:
    """``burst`` tokens at once, ``rate`` tokens a second in the long run."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._tokens = burst
        self._at = clock()

    def take(self, count: float = 1) -> None:
        """Take a token, or as many.

        Raises:
            RateLimited: there are too few; ``retry`` says when there will be enough.
        """
        self._fill()
        if self._tokens < count:
            raise RateLimited(retry=(count - self._tokens) / self._rate)
        self._tokens -= count

    def give_back(self, count: float) -> None:
        """Put back what was too much; take, without asking, what was too little."""
        self._tokens += count

    @property
    def is_full(self) -> bool:
        self._fill()
        return self._tokens >= self._burst

    def _fill(self) -> None:
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now


class Pace:
    """How fast one person is, by all of their connections to this process together.

    ``rendering`` is in seconds of a core.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        share = settings.CHAT_RENDER_SHARE
        saved = max(share * RENDER_SAVED_SECONDS, RENDER_BURST_LEAST)
        self.commands = Bucket(settings.CHAT_RATE, settings.CHAT_BURST, clock)
        self.rendering = Bucket(share, saved, clock)

    @property
    def is_rested(self) -> bool:
        """Whether it is as somebody's who has never been here."""
        return self.commands.is_full and self.rendering.is_full


class Paces:
    """Everybody's; ``gone`` are those who have left, and are not rested yet."""

    def __init__(self) -> None:
        self._known: WeakValueDictionary[int, Pace] = WeakValueDictionary()
        self._gone: dict[int, Pace] = {}
        self._gone_most = GONE_LEAST

    def of(self, person: int, clock: Callable[[], float]) -> Pace:
        """A person's: whoever comes back goes on as they have left."""
        pace = self._known.get(person)
        if pace is None:
            pace = self._known[person] = Pace(clock)
        return pace

    def leave(self, person: int, pace: Pace) -> None:
        """One of the person's connections has ended."""
        self._gone[person] = pace
        if len(self._gone) > self._gone_most:
            tired = {p: pace for p, pace in self._gone.items() if not pace.is_rested}
            self._gone = tired
            self._gone_most = max(GONE_LEAST, 2 * len(tired))

    def forget(self) -> None:
        """Be as if nobody had ever been here."""
        self._known.clear()
        self._gone.clear()


PACES = Paces()
