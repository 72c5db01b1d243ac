"""What an event loop listens to at one Redis server of the channel layer."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable

from chat.broker.address import close
from chat.broker.client import CONNECT_SECONDS, UNAVAILABLE, async_client_of
from chat.broker.sender import Sender
from chat.broker.subscription import Answer, Route, Subscription, pool_of
from chat.broker.trial import Trial
from chat.logging.outage import REDIS

logger = logging.getLogger(__name__)

MIN_RETRY_SECONDS = 0.05
MAX_RETRY_SECONDS = 2.0
HEALTH_CHECK_SECONDS = 5


class Shard:
    """One Redis server, and the topics that are subscribed to there.

    ``own`` is a topic that is always subscribed to: once that is confirmed, so is all
    that was asked for before. ``route`` is called with what comes, ``resumed`` when it
    listens again, or hears a topic later than somebody has waited for it. ``sender`` is
    what threads publish by, there.
    """

    def __init__(
        self,
        url: str,
        own: str,
        route: Route,
        *,
        resumed: Callable[[], None],
        sender: Sender,
    ) -> None:
        self._own = own
        self._route = route
        self._resumed = resumed
        # The topics that are wanted.
        self._confirmed: dict[str, asyncio.Event] = {}
        self._asked: dict[str, str] = {}
        # How often each topic was subscribed to without an answer yet.
        self._due: Counter[str] = Counter()
        # Nobody waits for these any more: what was read meanwhile may lack something.
        self._late: set[str] = set()
        self._redis = async_client_of(url)
        self.trial = Trial(self._redis, own, sender=sender, abort=self._abort)
        self._pool = pool_of(url)
        # There while it is connected.
        self._subscription: Subscription | None = None
        self._listener: asyncio.Task[None] | None = None
        self._pause = MIN_RETRY_SECONDS
        self._listening = False
        self._missed = False

    @property
    def is_listening(self) -> bool:
        return self._listener is None or self._listening

    async def publish(self, topic: str, data: bytes) -> None:
        await self._redis.publish(topic, data)

    async def subscribe(self, topic: str) -> None:
        """Return once Redis has confirmed it, or ``CONNECT_SECONDS`` later."""
        if topic not in self._confirmed:
            self._confirmed[topic] = asyncio.Event()
            self._ask("SUBSCRIBE", topic)
        if self._listener is None:
            self._listener = asyncio.create_task(self._keep_listening())
        confirmed = self._confirmed[topic]
        if confirmed.is_set():
            return
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await confirmed.wait()
        except TimeoutError:
            if topic in self._confirmed:
                self._late.add(topic)
            REDIS.failed("it does not answer")

    def unsubscribe(self, topic: str) -> None:
        self._confirmed.pop(topic).set()  # who still waits, waits for nothing
        self._late.discard(topic)
        self._ask("UNSUBSCRIBE", topic)

    async def close(self) -> None:
        if self._listener:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)
        await close(self._redis.connection_pool)
        await close(self._pool)

    async def hears_itself(self, word: bytes) -> bool:
        """Whether what is told there now is heard here; ``word``: see ``Trial``."""
        if self._listener is None:
            return True
        return await self.trial.succeeds(word) and self._listening

    def _abort(self) -> None:
        if self._subscription is not None:
            self._subscription.abort()

    def _ask(self, verb: str, topic: str) -> None:
        """Subscribe or unsubscribe; what is asked for in one turn goes out as one."""
        if not self._asked:
            asyncio.get_running_loop().call_soon(self._ask_all)
        self._asked[topic] = verb

    def _ask_all(self) -> None:
        asked, self._asked = self._asked, {}
        # Without a connection there is nothing to do: whatever is wanted is subscribed
        # to as soon as there is one.
        if self._subscription is None:
            return
        for verb in ("SUBSCRIBE", "UNSUBSCRIBE"):
            if topics := [topic for topic, its in asked.items() if its == verb]:
                self._ask_for(verb, topics, self._subscription)

    def _ask_for(self, verb: str, topics: list[str], of: Subscription) -> None:
        if verb == "SUBSCRIBE":
            self._due.update(topics)
        of.ask(verb, *topics)

    async def _keep_listening(self) -> None:
        while True:
            try:
                await self._listen()
            except UNAVAILABLE as error:
                REDIS.failed(error, self._own)
            except Exception:
                # Whatever it is: this process would be deaf for good.
                logger.exception("The listening failed; trying again.")
            self._listening, self._missed = False, True
            self._late.clear()  # whoever listens again looks anyway
            for event in self._confirmed.values():
                event.clear()
            await asyncio.sleep(self._pause * random.uniform(0.5, 1.5))  # noqa: S311
            self._pause = min(MAX_RETRY_SECONDS, self._pause * 2)

    async def _listen(self) -> None:
        self._subscription = await Subscription.open(
            self._pool, self._route, self._hear, CONNECT_SECONDS
        )
        try:
            # Its own topic last: when that is confirmed, all are.
            topics = [*self._confirmed, self._own]
            self._ask_for("SUBSCRIBE", topics, self._subscription)
            await self._subscription.watch(HEALTH_CHECK_SECONDS)
        finally:
            self._due.clear()
            subscription, self._subscription = self._subscription, None
            await subscription.close()

    def _hear(self, answer: Answer) -> None:
        match answer:
            case [b"subscribe", topic, _]:
                self._confirm(topic.decode())
            case Exception():
                raise answer  # what was asked for is refused

    def _confirm(self, topic: str) -> None:
        self._due[topic] -= 1
        if self._due[topic] > 0:
            return  # it was left and wanted again: this answers the first time
        del self._due[topic]
        if topic in self._confirmed:
            self._confirmed[topic].set()
            self._make_up(topic)
        elif topic == self._own:
            missed, self._missed = self._missed, False
            self._listening, self._pause = True, MIN_RETRY_SECONDS
            REDIS.worked(self._own)
            if missed:
                logger.debug("Redis is back.")
                self.trial.resume()
                self._resumed()

    def _make_up(self, topic: str) -> None:
        """Somebody has gone on without hearing it: what they have read may be older."""
        if topic in self._late:
            self._late.remove(topic)
            if not self._late:
                self._resumed()
