"""The channel layer: Channels' interface over one Redis pub/sub connection per process.

A group is one Redis channel, subscribed to once per process however many of its people
are here; what arrives is decoded once and handed to everybody. Beside Channels' queues
there are *sinks*: a session attaches one to a group and is called directly.

Delivery is at most once, as with every channel layer: what comes is a hint, the
database is the truth. After the connection to Redis was lost and is back, each sink
hears ``{"type": "layer.resumed"}`` and knows that it may have missed something.

Code in threads waits for Redis while it sends, and others wait for that code. If Redis
hangs, one of them waits; the others are refused at once, for ``HUNG_SECONDS``.
"""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
import redis
import redis.asyncio
from channels.layers import BaseChannelLayer

logger = logging.getLogger("chat.layer")

Message = dict[str, Any]
Sink = Callable[[Message], None]

CONNECT_SECONDS = 2.0
MAX_RETRY_SECONDS = 2.0
HEALTH_CHECK_SECONDS = 10
HUNG_SECONDS = 5.0
# A RuntimeError is what uvloop says of a transport that was closed a moment ago.
UNAVAILABLE = (redis.RedisError, OSError, TimeoutError, RuntimeError)
RESUMED: Message = {"type": "layer.resumed"}


class ChatLayer(BaseChannelLayer):  # type: ignore[misc]
    """What ``settings.CHANNEL_LAYERS`` names; ``url`` is a Redis address."""

    extensions = ["groups", "flush"]

    def __init__(self, url: str, prefix: str = "chat", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.url = url
        self.prefix = prefix
        self._hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, _Hub] = (
            WeakKeyDictionary()
        )
        self._blocking = redis.Redis.from_url(
            url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS
        )
        self._hung_until = 0.0

    @property
    def _hub(self) -> _Hub:
        loop = asyncio.get_running_loop()
        if loop not in self._hubs:
            self._hubs[loop] = _Hub(self.url)
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
            group, lambda message: hub.enqueue(channel, message)
        )
        await self.attach(group, sink)

    async def group_discard(self, group: str, channel: str) -> None:
        """Remove a channel from a group; nothing happens if it is not in it."""
        self.require_valid_group_name(group)
        groups = self._hub.members.get(channel, {})
        if sink := groups.pop(group, None):
            await self.detach(group, sink)
        if not groups:
            self._hub.members.pop(channel, None)

    async def group_send(self, group: str, message: Message) -> None:
        """Send to all of a group, in every process."""
        self.require_valid_group_name(group)
        await self._hub.publish(f"{self.prefix}.group.{group}", _encode("", message))

    async def flush(self) -> None:
        """Forget every subscription and close the connections of this loop."""
        if hub := self._hubs.pop(asyncio.get_running_loop(), None):
            await hub.close()

    # --- Ours -------------------------------------------------------------------------

    async def attach(self, group: str, sink: Sink) -> None:
        """Call ``sink`` with every message of the group from now on.

        Returns once Redis has confirmed the subscription, so that what is read from the
        database afterwards has no gap to what the sink hears; if Redis is away, after
        ``CONNECT_SECONDS`` at the latest.
        """
        await self._hub.attach(f"{self.prefix}.group.{group}", sink)

    async def detach(self, group: str, sink: Sink) -> None:
        """Stop calling ``sink``."""
        await self._hub.detach(f"{self.prefix}.group.{group}", sink)

    def group_send_now(self, group: str, message: Message) -> None:
        """``group_send`` for code in a thread, without an event loop.

        Raises:
            redis.RedisError: Redis is away, or did not answer a moment ago.
        """
        if time.monotonic() < self._hung_until:
            raise redis.TimeoutError("it did not answer a moment ago")
        try:
            self._blocking.publish(f"{self.prefix}.group.{group}", _encode("", message))
        except redis.TimeoutError:
            self._hung_until = time.monotonic() + HUNG_SECONDS
            raise

    def _topic(self, channel: str) -> str:
        return f"{self.prefix}.channel.{channel.partition('!')[0]}"


class _Hub:
    """What one event loop has of the layer: one subscription, local routing."""

    def __init__(self, url: str) -> None:
        self.process = secrets.token_hex(6)
        self.queues: dict[str, asyncio.Queue[Message]] = {}
        self.members: dict[str, dict[str, Sink]] = {}
        self._sinks: dict[str, set[Sink]] = {}
        self._confirmed: dict[str, asyncio.Event] = {}
        self._redis = redis.asyncio.Redis.from_url(
            url,
            socket_connect_timeout=CONNECT_SECONDS,
            health_check_interval=HEALTH_CHECK_SECONDS,
        )
        self._pubsub: Any = None
        self._reader: asyncio.Task[None] | None = None

    async def publish(self, topic: str, data: bytes) -> None:
        await self._redis.publish(topic, data)

    async def attach(self, topic: str, sink: Sink) -> None:
        self._sinks.setdefault(topic, set()).add(sink)
        if topic not in self._confirmed:
            self._confirmed[topic] = asyncio.Event()
            await self._ask("subscribe", topic)
        if self._reader is None:
            self._reader = asyncio.create_task(self._read())
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await self._confirmed[topic].wait()
        except TimeoutError:
            logger.warning("Redis does not answer: live events are delayed.")

    async def detach(self, topic: str, sink: Sink) -> None:
        sinks = self._sinks.get(topic, set())
        sinks.discard(sink)
        if not sinks and topic in self._confirmed:
            del self._confirmed[topic]
            self._sinks.pop(topic, None)
            await self._ask("unsubscribe", topic)

    def enqueue(self, channel: str, message: Message) -> None:
        try:
            self.queues[channel].put_nowait(message)
        except asyncio.QueueFull:
            logger.warning("A channel is full: %s", channel)

    def deliver_to_queue(self, message: Message) -> None:
        """The sink of the process's own topic: a message names its channel."""
        channel = message.pop("__channel__", None)
        if channel in self.queues:
            self.enqueue(channel, message)

    async def close(self) -> None:
        if self._reader:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        if self._pubsub:
            await self._pubsub.aclose()
        await self._redis.aclose()

    async def _ask(self, verb: str, topic: str) -> None:
        # Without a connection there is nothing to do: the reader subscribes to
        # everything that is wanted as soon as it has one.
        if self._pubsub is not None:
            try:
                await getattr(self._pubsub, verb)(topic)
            except UNAVAILABLE:
                logger.debug("Redis is away; the reader will see to it.")

    async def _read(self) -> None:
        pause, resumed = 0.05, False
        while True:
            try:
                async with self._redis.pubsub() as self._pubsub:
                    await self._subscribe_to_all()
                    pause = 0.05
                    if resumed:
                        logger.info("Redis is back.")
                        self._tell_all(RESUMED)
                    await self._route_forever()
            except UNAVAILABLE as error:
                logger.warning("Lost Redis (%s); trying again.", error)
            except Exception:
                # Whatever it is: without a reader this process would be deaf for good.
                logger.exception("The reader failed; trying again.")
            self._pubsub, resumed = None, True
            for event in self._confirmed.values():
                event.clear()
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311
            pause = min(MAX_RETRY_SECONDS, pause * 2)

    async def _subscribe_to_all(self) -> None:
        # One subscription is always there: redis-py does not listen without any.
        await self._pubsub.subscribe(f"process.{self.process}", *self._confirmed)

    async def _route_forever(self) -> None:
        while True:
            received = await self._pubsub.get_message(timeout=HEALTH_CHECK_SECONDS)
            if received is None:
                continue
            topic = received["channel"].decode()
            if received["type"] == "message":
                self._route(topic, received["data"])
            elif received["type"] == "subscribe" and topic in self._confirmed:
                self._confirmed[topic].set()

    def _route(self, topic: str, data: bytes) -> None:
        channel, message = _decode(data)
        if channel:
            message["__channel__"] = channel
        for sink in tuple(self._sinks.get(topic, ())):
            _call(sink, message)

    def _tell_all(self, message: Message) -> None:
        for sink in {sink for sinks in self._sinks.values() for sink in sinks}:
            _call(sink, message)


def _call(sink: Sink, message: Message) -> None:
    try:
        sink(message)
    except Exception:
        # One session's failure must not silence everybody else's.
        logger.exception("A sink failed.")


_decoder = msgspec.msgpack.Decoder(tuple[str, dict[str, Any]])


def _encode(channel: str, message: Message) -> bytes:
    return msgspec.msgpack.encode((channel, message))


def _decode(data: bytes) -> tuple[str, Message]:
    return _decoder.decode(data)
