"""How fast people may be: token buckets for each, in each process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from weakref import WeakValueDictionary

from django.conf import settings

from chat.wire.errors import RateLimited
from chat.words import sentence

# As long somebody may have been silent who then takes the share of it at once.
RENDER_SAVED_SECONDS = 2.0
# Two of the dearest texts, however small the share is.
RENDER_BURST_LEAST = 0.1
# Of a core: what a post takes until it is announced, and what a question does that is
# answered without the database.
POST_SECONDS, TALK_SECONDS = 0.001, 0.00025
# What it takes to let somebody in and tell them where they are, if many come at once.
ENTER_SECONDS = 0.005
# As long the guests of a network may have been silent who then take all of it at once.
GUESTS_SAVED_SECONDS = 4.0
# So long nothing is read of whoever is refused: to refuse without end is dear too. Of
# one for their network's sake longer: there are many of them; and so long at most.
REFUSED_SECONDS, CROWDED_SECONDS, CROWDED_SECONDS_MOST = 0.002, 0.1, 1.0
CROWDED = sentence(
    "The guests from where you are ask for too much: try again in a moment."
)
# The share of a burst that whoever can wait leaves to those who cannot: a script that
# talks for minutes does not stop its person's page.
SPARED = 0.1
# Of what the guests of a network have together, one may take so much before they leave
# so much of it to the others: a few who ask without end do not keep all others out.
OWN_PART, LEFT_TO_OTHERS = 0.1, 0.5
# Of those who have gone, before it is looked who of them is to be forgotten.
GONE_LEAST = 1000


class Bucket:
    """``burst`` tokens at once, ``rate`` tokens a second in the long run."""

    def __init__(
        self,
        rate: float,
        burst: float,
        clock: Callable[[], float],
        detail: str = RateLimited.detail,
    ) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._detail = detail
        self._tokens = burst
        self._at = clock()
        self._line = asyncio.Lock()  # whoever asks first has it first

    def take(self, count: float = 1, *, spared: float = 0) -> None:
        """Take a token, or as many, if that share of a burst is left.

        Raises:
            RateLimited: there are too few; ``retry`` says when there will be enough.
        """
        enough = min(count + spared * self._burst, self._burst)
        if self._fill() < enough:
            wait = (enough - self._tokens) / self._rate
            raise RateLimited(self._detail, retry=wait)
        self._tokens -= count

    async def awaited(self, count: float = 1) -> None:
        """Take a token, or as many, as soon as there are some more than these."""
        enough = min(count + SPARED * self._burst, self._burst)
        async with self._line:
            while (short := enough - self._fill()) > 0:
                wait = short / self._rate
                await asyncio.sleep(wait)
            self._tokens -= count

    def give_back(self, count: float) -> None:
        """Put back what was too much; take, without asking, what was too little."""
        self._tokens += count

    @property
    def owed_seconds(self) -> float:
        """How long it takes until nothing more is owed."""
        return max(0.0, -self._fill() / self._rate)

    def is_short_of(self, count: float) -> bool:
        """Whether there are fewer tokens than these."""
        return self._fill() < count

    @property
    def is_full(self) -> bool:
        return self._fill() >= self._burst

    def _fill(self) -> float:
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        return self._tokens


class Pace:
    """How fast one person is, by all of their connections to this process together.

    Or the guests of one network, whom ``asking`` is for; ``part`` is what one of them
    takes of it. These and ``rendering`` are in seconds of a core. ``resting``: whoever
    is refused rests on one connection after the other.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        share = settings.CHAT_RENDER_SHARE
        saved = max(share * RENDER_SAVED_SECONDS, RENDER_BURST_LEAST)
        self.commands = Bucket(settings.CHAT_RATE, settings.CHAT_BURST, clock)
        self.rendering = Bucket(share, saved, clock)
        guests = settings.CHAT_GUESTS_MS_PER_SECOND / 1000
        self.asking = Bucket(guests, guests * GUESTS_SAVED_SECONDS, clock, CROWDED)
        part = guests * OWN_PART
        self.part = Bucket(part, part * GUESTS_SAVED_SECONDS, clock)
        self.resting = asyncio.Lock()

    @property
    def is_rested(self) -> bool:
        """Whether it is as somebody's who has never been here."""
        buckets = self.commands, self.rendering, self.asking, self.part
        return all(bucket.is_full for bucket in buckets)


# A person's number, or a network.
Whose = int | str


class Paces:
    """Everybody's; ``gone`` are those who have left, and are not rested yet."""

    def __init__(self) -> None:
        self._known: WeakValueDictionary[Whose, Pace] = WeakValueDictionary()
        self._gone: dict[Whose, Pace] = {}
        self._gone_most = GONE_LEAST

    def of(self, whose: Whose, clock: Callable[[], float]) -> Pace:
        """Theirs: whoever comes back goes on as they have left."""
        pace = self._known.get(whose)
        if pace is None:
            pace = self._known[whose] = Pace(clock)
        return pace

    def let_in(self, network: str, clock: Callable[[], float]) -> None:
        """Another guest comes from there.

        Raises:
            RateLimited
        """
        crowd = self.of(network, clock)
        crowd.asking.take(ENTER_SECONDS)
        self.leave(network, crowd)  # it is not forgotten until it is rested

    def leave(self, whose: Whose, pace: Pace) -> None:
        """One of their connections has ended."""
        self._gone[whose] = pace
        if len(self._gone) > self._gone_most:
            tired = {w: pace for w, pace in self._gone.items() if not pace.is_rested}
            self._gone = tired
            self._gone_most = max(GONE_LEAST, 2 * len(tired))

    def forget(self) -> None:
        """Be as if nobody had ever been here."""
        self._known.clear()
        self._gone.clear()


PACES = Paces()


class Allowed:
    """What a connection may still ask for: as a person, and as a guest of a network.

    ``waits``: it is refused nothing, but is asked for its next wish when that may be.
    """

    def __init__(
        self,
        person: int,
        network: str | None,
        clock: Callable[[], float],
        *,
        waits: bool = False,
    ) -> None:
        self.waits = waits
        own = PACES.of(person, clock)
        self._paces: dict[Whose, Pace] = {person: own}
        self.rendering = own.rendering
        self._commands, self._part, self._resting = own.commands, own.part, own.resting
        self.asking: Bucket | None = None
        self._rest = REFUSED_SECONDS
        if network is not None:
            crowd = self._paces[network] = PACES.of(network, clock)
            self.asking = crowd.asking

    def take(self, seconds: float = POST_SECONDS) -> None:
        """Take a command that takes so much of a core; who waits has it already.

        Raises:
            RateLimited
        """
        if self.waits:
            return
        self._rest = REFUSED_SECONDS
        self._commands.take()
        if self.asking is not None:
            self._rest = CROWDED_SECONDS
            takes_much = self._part.is_short_of(seconds)
            self.asking.take(seconds, spared=LEFT_TO_OTHERS if takes_much else 0)
            if not takes_much:
                self._part.take(seconds)

    def pay(self, seconds: float) -> None:
        """Take, without asking, what a guest's wish has taken beyond its price."""
        if self.asking is not None:
            self.asking.give_back(-seconds)
            self._part.give_back(-seconds)

    async def awaited(self, seconds: float) -> None:
        """Take a command when there is one to take: for who waits."""
        await self._commands.awaited()
        if self.asking is not None:
            await self.asking.awaited(seconds)

    async def pause(self) -> None:
        """Rest, after a refusal; to say it takes a while as well.

        Fifty connections of one person rest one after the other, or they would be
        refused fifty times as often.
        """
        seconds = self._rest
        async with self._resting:
            if self.asking is not None:
                self.asking.give_back(-TALK_SECONDS)
                seconds = max(seconds, self.asking.owed_seconds)
            await asyncio.sleep(min(seconds, CROWDED_SECONDS_MOST))

    def leave(self) -> None:
        """The connection has ended."""
        for whose, pace in self._paces.items():
            PACES.leave(whose, pace)
