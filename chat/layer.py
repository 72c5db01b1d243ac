"""The channel layer: Channels' interface over one Redis pub/sub connection per process.

A group is one Redis channel, subscribed to once per process however many of its people
are here; what arrives is decoded once and handed to everybody. Beside Channels' queues
there are *sinks*: a session attaches one to a group and is called directly, with all
that came in one turn of the loop. Several Redis servers share the groups among them, by
a checksum of the name.

Delivery is at most once, as with every channel layer: what comes is a hint, the
database is the truth. After the connection to Redis was lost and is back, each sink
hears ``{"type": "layer.resumed"}`` and knows that it may have missed something.

Code in threads waits for Redis while it sends, and others wait for that code. If Redis
hangs, one of them waits; the others are refused at once, for ``HUNG_SECONDS``.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import secrets
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import msgspec
import redis
import redis.asyncio
from channels.layers import BaseChannelLayer

logger = logging.getLogger("chat.layer")

T = TypeVar("T")
Message = dict[str, Any]


class Turn(list[Message]):
    """What one group was told in one turn of the loop: the same object for each sink.

    ``known`` is for what its sinks work out of it, once for all of them. ``is_alone``:
    no other group was told anything in that turn of the loop.
    """

    known: Any = None
    is_alone = True


Sink = Callable[[Turn], None]

CONNECT_SECONDS = 2.0
MAX_RETRY_SECONDS = 2.0
HEALTH_CHECK_SECONDS = 5
HUNG_SECONDS = 5.0
# A RuntimeError is what uvloop says of a transport that was closed a moment ago.
UNAVAILABLE = (redis.RedisError, OSError, TimeoutError, RuntimeError)
RESUMED: Message = {"type": "layer.resumed"}


class ChatLayer(BaseChannelLayer):  # type: ignore[misc]
    """What ``settings.CHANNEL_LAYERS`` names; ``urls`` are Redis addresses."""

    extensions = ["groups", "flush"]

    def __init__(self, urls: Sequence[str], prefix: str = "chat", **kw: Any) -> None:
        super().__init__(**kw)
        self.urls = urls
        self.prefix = prefix
        self._hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, _Hub] = (
            WeakKeyDictionary()
        )
        self._senders = [_Sender(url) for url in urls]

    @property
    def _hub(self) -> _Hub:
        loop = asyncio.get_running_loop()
        if loop not in self._hubs:
            self._hubs[loop] = _Hub(self.urls)
        return self._hubs[loop]

    # --- Channels' interface ----------------------------------------------------------

    async def new_channel(self, prefix: str = "specific") -> str:
        """A name that only this process receives on."""
        return f"{prefix}.{self._hub.process}!{secrets.token_hex(8)}"

    async def send(self, channel: str, message: Message) -> None:
        """Send to one channel, of any process.

        Raises:
            TypeError: the name is not valid.
        """
        self.require_valid_channel_name(channel)
        await self._hub.publish(self._topic(channel), _encode(channel, message))

    async def receive(self, channel: str) -> Message:
        """Wait for the next message on a channel of this process."""
        hub = self._hub
        queue = hub.queues.setdefault(
            channel, asyncio.Queue(self.get_capacity(channel))
        )
        await hub.attach(self._topic(channel), hub.deliver_to_queue)
        try:
            return await queue.get()
        finally:
            if queue.empty() and channel not in hub.members:
                hub.queues.pop(channel, None)

    async def group_add(self, group: str, channel: str) -> None:
        """Add a channel of this process to a group."""
        self.require_valid_group_name(group)
        self.require_valid_channel_name(channel)
        hub = self._hub
        hub.queues.setdefault(channel, asyncio.Queue(self.get_capacity(channel)))
        sink = hub.members.setdefault(channel, {}).setdefault(
            group, lambda turn: hub.enqueue(channel, turn)
        )
        await self.attach(group, sink)

    async def group_discard(self, group: str, channel: str) -> None:
        """Remove a channel from a group; nothing happens if it is not in it."""
        self.require_valid_group_name(group)
        groups = self._hub.members.get(channel, {})
        if sink := groups.pop(group, None):
            self.detach(group, sink)
        if not groups:
            self._hub.members.pop(channel, None)

    async def group_send(self, group: str, message: Message) -> None:
        """Send to all of a group, in every process."""
        self.require_valid_group_name(group)
        await self._hub.publish(self._group(group), _encode("", message))

    async def flush(self) -> None:
        """Forget every subscription and close the connections of this loop."""
        if hub := self._hubs.pop(asyncio.get_running_loop(), None):
            await hub.close()

    # --- Ours -------------------------------------------------------------------------

    async def attach(self, group: str, sink: Sink) -> None:
        """Call ``sink`` with whatever the group is told from now on.

        Returns once Redis has confirmed the subscription, so that what is read from the
        database afterwards has no gap to what the sink hears; if Redis is away, after
        ``CONNECT_SECONDS`` at the latest.
        """
        await self._hub.attach(self._group(group), sink)

    def detach(self, group: str, sink: Sink) -> None:
        """Stop calling ``sink``."""
        self._hub.detach(self._group(group), sink)

    def group_send_now(self, group: str, message: Message) -> None:
        """``group_send`` for code in a thread, without an event loop.

        Raises:
            redis.RedisError: Redis is away, or did not answer a moment ago.
        """
        self.group_send_all_now([(group, message)])

    def group_send_all_now(self, messages: Iterable[tuple[str, Message]]) -> None:
        """``group_send_now`` for many, in their order; each server is asked once.

        Raises:
            redis.RedisError: one of the servers is away; the others were asked.
        """
        asked: dict[_Sender, list[tuple[str, bytes]]] = {}
        for group, message in messages:
            topic = self._group(group)
            sender = _of(self._senders, topic)
            asked.setdefault(sender, []).append((topic, _encode("", message)))
        failed = None
        for sender, all_its in asked.items():
            try:
                sender.publish(all_its)
            except UNAVAILABLE as error:
                failed = error
        if failed:
            raise failed

    @property
    def is_listening(self) -> bool:
        """Whether this loop hears what is sent, as far as it knows."""
        return self._hub.is_listening

    def _group(self, group: str) -> str:
        return f"{self.prefix}.group.{group}"

    def _topic(self, channel: str) -> str:
        return f"{self.prefix}.channel.{channel.partition('!')[0]}"


class _Sender:
    """Publishes from threads; while one waits in vain, the others are refused.

    It keeps one connection: redis-py's client spends more on finding one in its pool
    than on the publishing.
    """

    def __init__(self, url: str) -> None:
        self._pool = redis.ConnectionPool.from_url(
            url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS
        )
        self._connection: Any = None
        self._lock = threading.Lock()
        self._hung_until = 0.0

    def publish(self, messages: Iterable[tuple[str, bytes]]) -> None:
        """Publish each in its topic, all in one go."""
        commands = [("PUBLISH", topic, data) for topic, data in messages]
        with self._lock:
            if time.monotonic() < self._hung_until:
                raise redis.TimeoutError("it did not answer a moment ago")
            try:
                self._ask(commands)
            except redis.TimeoutError:
                self._hung_until = time.monotonic() + HUNG_SECONDS
                raise

    def _ask(self, commands: Sequence[tuple[str, str, bytes]]) -> None:
        # Not one of the process that has forked this one.
        if self._connection is None or self._connection.pid != os.getpid():
            self._connection = self._pool.get_connection()
        try:
            self._ask_at_once(commands)
        except redis.ConnectionError:
            # Redis may have restarted since: it connects anew by itself.
            self._ask_at_once(commands)

    def _ask_at_once(self, commands: Sequence[tuple[str, str, bytes]]) -> None:
        connection, refused = self._connection, None
        connection.send_packed_command(connection.pack_commands(commands))
        for _ in commands:
            try:
                connection.read_response()
            except redis.ResponseError as error:
                refused = error  # the other answers are still to be read
        if refused is not None:
            raise refused


class _Hub:
    """What one event loop has of the layer: its subscriptions, and Channels' queues."""

    def __init__(self, urls: Sequence[str]) -> None:
        self.process = secrets.token_hex(6)
        self.queues: dict[str, asyncio.Queue[Message]] = {}
        self.members: dict[str, dict[str, Sink]] = {}
        own = f"process.{self.process}"
        self._shards = [
            _Shard(url, own, self._route, self._tell_resumed) for url in urls
        ]
        self._turns: dict[str, Turn] = {}

    async def publish(self, topic: str, data: bytes) -> None:
        await _of(self._shards, topic).publish(topic, data)

    async def attach(self, topic: str, sink: Sink) -> None:
        await _of(self._shards, topic).attach(topic, sink)

    def detach(self, topic: str, sink: Sink) -> None:
        _of(self._shards, topic).detach(topic, sink)

    @property
    def is_listening(self) -> bool:
        return all(shard.is_listening for shard in self._shards)

    def enqueue(self, channel: str, messages: Sequence[Message]) -> None:
        try:
            for message in messages:
                self.queues[channel].put_nowait(message)
        except asyncio.QueueFull:
            logger.warning("A channel is full: %s", channel)

    def deliver_to_queue(self, turn: Turn) -> None:
        """The sink of the process's own topic: a message names its channel."""
        for message in turn:
            channel = message.pop("__channel__", None)
            if channel in self.queues:
                self.enqueue(channel, [message])

    async def close(self) -> None:
        await asyncio.gather(*(shard.close() for shard in self._shards))

    def _route(self, topic: str, data: bytes) -> None:
        try:
            channel, message = _decode(data)
        except msgspec.MsgspecError as error:
            logger.warning("Not a message of this site: %s", error)
            return
        if channel:
            message["__channel__"] = channel
        if not self._turns:
            # The readers go on while there is something to read: all of it is a turn.
            asyncio.get_running_loop().call_soon(self._deliver)
        self._turns.setdefault(topic, Turn()).append(message)

    def _deliver(self) -> None:
        turns, self._turns = self._turns, {}
        for topic, turn in turns.items():
            turn.is_alone = len(turns) == 1
            _call_all(_of(self._shards, topic).sinks_of(topic), turn)

    def _tell_resumed(self) -> None:
        """Whoever hears anything, of whichever shard, is to look what was missed."""
        sinks = {sink for shard in self._shards for sink in shard.sinks}
        _call_all(sinks, Turn([RESUMED]))


class _Shard:
    """One Redis server: what is subscribed to there, and who hears it.

    ``own`` is a topic that is always subscribed to: redis-py does not listen without
    any. ``route`` is called with what comes, ``resumed`` when it listens again.
    """

    def __init__(
        self,
        url: str,
        own: str,
        route: Callable[[str, bytes], None],
        resumed: Callable[[], None],
    ) -> None:
        self._own = own
        self._route = route
        self._resumed = resumed
        self._sinks: dict[str, set[Sink]] = {}
        self._confirmed: dict[str, asyncio.Event] = {}
        self._asked: dict[str, str] = {}
        self._asking: asyncio.Task[None] | None = None
        self._redis = redis.asyncio.Redis.from_url(
            url, socket_connect_timeout=CONNECT_SECONDS
        )
        # There while it is connected: two who connect it at once would each have one.
        self._pubsub: Any = None
        self._reader: asyncio.Task[None] | None = None
        self._pause = 0.0
        self._listening = False
        self._missed = False

    @property
    def is_listening(self) -> bool:
        return self._reader is None or self._listening

    @property
    def sinks(self) -> set[Sink]:
        return {sink for sinks in self._sinks.values() for sink in sinks}

    def sinks_of(self, topic: str) -> Sequence[Sink]:
        return tuple(self._sinks.get(topic, ()))

    async def publish(self, topic: str, data: bytes) -> None:
        await self._redis.publish(topic, data)

    async def attach(self, topic: str, sink: Sink) -> None:
        self._sinks.setdefault(topic, set()).add(sink)
        if topic not in self._confirmed:
            self._confirmed[topic] = asyncio.Event()
            self._ask("subscribe", topic)
        if self._reader is None:
            self._reader = asyncio.create_task(self._read())
        confirmed = self._confirmed[topic]
        if confirmed.is_set():
            return
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await confirmed.wait()
        except TimeoutError:
            logger.warning("Redis does not answer: live events are delayed.")

    def detach(self, topic: str, sink: Sink) -> None:
        sinks = self._sinks.get(topic, set())
        sinks.discard(sink)
        if not sinks and topic in self._confirmed:
            del self._confirmed[topic]
            self._sinks.pop(topic, None)
            self._ask("unsubscribe", topic)

    async def close(self) -> None:
        tasks = [task for task in (self._reader, self._asking) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._pubsub:
            await self._pubsub.aclose()
        await self._redis.aclose()

    def _ask(self, verb: str, topic: str) -> None:
        """Subscribe or unsubscribe; what is asked for together goes out as one."""
        self._asked[topic] = verb
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_all())

    async def _ask_all(self) -> None:
        while self._asked:
            asked, self._asked = self._asked, {}
            for verb in ("subscribe", "unsubscribe"):
                if topics := [topic for topic, its in asked.items() if its == verb]:
                    await self._ask_for(verb, topics)
        self._asking = None

    async def _ask_for(self, verb: str, topics: list[str]) -> None:
        # Without a connection there is nothing to do: the reader subscribes to
        # everything that is wanted as soon as it has one.
        if self._pubsub is not None:
            try:
                await getattr(self._pubsub, verb)(*topics)
            except Exception as error:
                # Others wait for what is asked for next.
                logger.debug("Redis is away (%s); the reader will see to it.", error)

    async def _read(self) -> None:
        self._pause = 0.05
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await self._listen(pubsub)
            except UNAVAILABLE as error:
                logger.warning("Lost Redis (%s); trying again.", error)
            except Exception:
                # Whatever it is: without a reader this process would be deaf for good.
                logger.exception("The reader failed; trying again.")
            self._listening, self._missed = False, True
            for event in self._confirmed.values():
                event.clear()
            await asyncio.sleep(self._pause * random.uniform(0.5, 1.5))  # noqa: S311
            self._pause = min(MAX_RETRY_SECONDS, self._pause * 2)

    async def _listen(self, pubsub: Any) -> None:
        asked = set(self._confirmed)
        # Its own topic last: when that is confirmed, all are.
        await pubsub.subscribe(*asked, self._own)
        self._pubsub = pubsub
        for topic in asked ^ self._confirmed.keys():
            verb = "subscribe" if topic in self._confirmed else "unsubscribe"
            self._ask(verb, topic)  # it has changed meanwhile
        try:
            await self._route_forever(pubsub)
        finally:
            self._pubsub = None

    async def _route_forever(self, pubsub: Any) -> None:
        is_pinged = False
        while True:
            received = await pubsub.get_message(timeout=HEALTH_CHECK_SECONDS)
            if received is not None:
                is_pinged = False
                self._take(received)
            elif is_pinged:
                # A dead line looks like a quiet one, for as long as TCP has patience.
                raise TimeoutError("it does not answer")
            else:
                await pubsub.ping()
                is_pinged = True

    def _take(self, received: Message) -> None:
        if received["type"] == "message":
            self._route(received["channel"].decode(), received["data"])
        elif received["type"] == "subscribe":
            self._confirm(received["channel"].decode())

    def _confirm(self, topic: str) -> None:
        if topic in self._confirmed:
            self._confirmed[topic].set()
        elif topic == self._own:
            # A second time without a loss that was noticed: redis-py has reconnected.
            missed = self._missed or self._listening
            self._listening, self._missed, self._pause = True, False, 0.05
            if missed:
                logger.info("Redis is back.")
                self._resumed()


def _of(shards: Sequence[T], topic: str) -> T:
    """The same shard for the same topic, in every process."""
    return shards[zlib.crc32(topic.encode()) % len(shards)]


def _call_all(sinks: Iterable[Sink], turn: Turn) -> None:
    for sink in sinks:
        try:
            sink(turn)
        except Exception:
            # One session's failure must not silence everybody else's.
            logger.exception("A sink failed.")


_decoder = msgspec.msgpack.Decoder(tuple[str, dict[str, Any]])


def _encode(channel: str, message: Message) -> bytes:
    return msgspec.msgpack.encode((channel, message))


def _decode(data: bytes) -> tuple[str, Message]:
    return _decoder.decode(data)
