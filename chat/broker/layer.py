"""The channel layer: Channels' interface over one Redis pub/sub connection per process.

A group is one Redis channel, subscribed to once per process however many of its people
are here; what arrives is decoded once and handed to everybody. Beside Channels' queues
there are *sinks*: a session attaches one to a group and is called directly, with all
that came in one turn of the loop. Several Redis servers share the groups among them, by
a checksum of the name.

Delivery is at most once, as with every channel layer: what comes is a hint, the
database is the truth. After the connection to Redis was lost and is back, each sink
hears ``{"type": "layer.resumed"}`` and knows that it may have missed something.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import msgspec
from channels.layers import BaseChannelLayer

from chat.broker.shard import UNAVAILABLE, Sender, Shard

logger = logging.getLogger("chat.layer")

T = TypeVar("T")
Message = dict[str, Any]


@dataclass
class Turn:
    """What one group was told in one turn of the loop: the same object for each sink.

    ``is_alone``: no other group was told anything in that turn of the loop.
    """

    messages: list[Message] = field(default_factory=list)
    is_alone: bool = True


Sink = Callable[[Turn], None]

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
        self._senders = [Sender(url) for url in urls]

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
            group, lambda turn: hub.enqueue(channel, turn.messages)
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
        asked: dict[Sender, list[tuple[str, bytes]]] = {}
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


class _Hub:
    """What one event loop has of the layer: its subscriptions, and Channels' queues."""

    def __init__(self, urls: Sequence[str]) -> None:
        self.process = secrets.token_hex(6)
        self.queues: dict[str, asyncio.Queue[Message]] = {}
        self.members: dict[str, dict[str, Sink]] = {}
        self._turns: dict[str, Turn] = {}
        own = f"process.{self.process}"
        self._shards: list[Shard[Sink]] = [
            Shard(url, own, self._route, self._tell_resumed) for url in urls
        ]

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
        for message in turn.messages:
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
            # All that has come by now is a turn, from whichever server.
            asyncio.get_running_loop().call_soon(self._deliver)
        self._turns.setdefault(topic, Turn()).messages.append(message)

    def _deliver(self) -> None:
        turns, self._turns = self._turns, {}
        for topic, turn in turns.items():
            turn.is_alone = len(turns) == 1
            _call_all(_of(self._shards, topic).sinks_of(topic), turn)

    def _tell_resumed(self) -> None:
        """Whoever hears anything, of whichever shard, is to look what was missed."""
        sinks = {sink for shard in self._shards for sink in shard.sinks}
        _call_all(sinks, Turn([RESUMED]))


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
