"""Groups over Redis pub/sub, by one connection for each process and server.

A group is one Redis channel, subscribed to once per process however many of its people
are here; what arrives is decoded once and handed to everybody. Several Redis servers
share the groups among them, by a checksum of the name.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
import zlib
from collections.abc import Iterable, Sequence
from typing import TypeVar
from weakref import WeakKeyDictionary

import msgspec

from chat.broker.client import UNAVAILABLE
from chat.broker.layer import RESUMED, TRIAL, Message, Sink, Turn
from chat.broker.sender import Sender
from chat.broker.shard import Shard
from chat.figures import FIGURES

logger = logging.getLogger(__name__)

T = TypeVar("T")


class PubSub:
    """A ``Layer``; ``hosts`` are addresses of Redis servers."""

    def __init__(self, hosts: Sequence[str], prefix: str) -> None:
        self.hosts = hosts
        self.prefix = prefix
        self._hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, _Hub] = (
            WeakKeyDictionary()
        )
        self._senders = [Sender(url) for url in hosts]

    @property
    def _hub(self) -> _Hub:
        loop = asyncio.get_running_loop()
        if loop not in self._hubs:
            self._hubs[loop] = _Hub(self.hosts, self._senders)
        return self._hubs[loop]

    async def attach(self, group: str, sink: Sink) -> None:
        await self._hub.attach(self._group(group), sink)

    def detach(self, group: str, sink: Sink) -> None:
        self._hub.detach(self._group(group), sink)

    async def group_send(self, group: str, message: Message) -> None:
        await self._hub.publish(self._group(group), message)

    def group_send_now(self, group: str, message: Message) -> None:
        self.group_send_all_now([(group, message)])

    def group_send_all_now(self, messages: Iterable[tuple[str, Message]]) -> None:
        """See ``Layer``; each server is asked once, also if another is away."""
        asked: dict[Sender, list[tuple[str, bytes]]] = {}
        for group, message in messages:
            topic = self._group(group)
            sender = _of(self._senders, topic)
            asked.setdefault(sender, []).append((topic, _encode(message)))
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
        return self._hub.is_listening

    async def hears_itself(self) -> bool:
        return await self._hub.hears_itself()

    async def flush(self) -> None:
        """Forget every subscription and close the connections of this loop."""
        if hub := self._hubs.pop(asyncio.get_running_loop(), None):
            await hub.close()

    def _group(self, group: str) -> str:
        return f"{self.prefix}.group.{group}"


class _Hub:
    """What one event loop hears."""

    def __init__(self, hosts: Sequence[str], senders: Sequence[Sender]) -> None:
        self.process = secrets.token_hex(6)
        self._turns: dict[str, Turn] = {}
        self._shards = [
            Shard(
                url,
                f"process.{self.process}.{number}",
                self._route,
                resumed=self._tell_resumed,
                sender=sender,
            )
            for number, (url, sender) in enumerate(zip(hosts, senders, strict=True))
        ]
        self._sinks: dict[str, set[Sink]] = {
            shard.trial.own: {shard.trial.hear} for shard in self._shards
        }

    async def publish(self, topic: str, message: Message) -> None:
        await _of(self._shards, topic).publish(topic, _encode(message))

    async def attach(self, topic: str, sink: Sink) -> None:
        self._sinks.setdefault(topic, set()).add(sink)
        await _of(self._shards, topic).subscribe(topic)

    def detach(self, topic: str, sink: Sink) -> None:
        sinks = self._sinks.get(topic, set())
        sinks.discard(sink)
        if not sinks and self._sinks.pop(topic, None) is not None:
            _of(self._shards, topic).unsubscribe(topic)

    @property
    def is_listening(self) -> bool:
        return all(shard.is_listening for shard in self._shards)

    async def hears_itself(self) -> bool:
        tries = (shard.hears_itself(_encode(TRIAL)) for shard in self._shards)
        return all(await asyncio.gather(*tries))

    async def close(self) -> None:
        await asyncio.gather(*(shard.close() for shard in self._shards))

    def _route(self, topic: str, data: bytes) -> None:
        try:
            message = _decode(data)
        except msgspec.MsgspecError as error:
            logger.warning("Not a message of this site: %s", error)
            return
        if not self._turns:
            # All that has come by now is a turn, from whichever server.
            asyncio.get_running_loop().call_soon(self._deliver)
        self._turns.setdefault(topic, Turn()).messages.append(message)

    def _deliver(self) -> None:
        turns, self._turns = self._turns, {}
        for topic, turn in turns.items():
            turn.is_alone = len(turns) == 1
            call_all(tuple(self._sinks.get(topic, ())), turn)

    def _tell_resumed(self) -> None:
        """Whoever hears anything, of whichever shard, is to look what was missed."""
        call_all(set().union(*self._sinks.values()), Turn([RESUMED]))


def _of(shards: Sequence[T], topic: str) -> T:
    """The same shard for the same topic, in every process."""
    return shards[zlib.crc32(topic.encode()) % len(shards)]


def call_all(sinks: Iterable[Sink], turn: Turn) -> None:
    for sink in sinks:
        try:
            sink(turn)
        except Exception:
            # One session's failure must not silence everybody else's.
            logger.exception("A sink failed.")
    if (at := turn.messages[-1].get("at")) is not None:
        # Of two machines' clocks, the other one's may be ahead.
        FIGURES.delivery.append(max(0.0, time.time() - at))


# A message stands behind an empty word, as it always has: while a site is updated,
# processes of two states of it hear each other.
_decoder = msgspec.msgpack.Decoder(tuple[str, Message])


def _encode(message: Message) -> bytes:
    return msgspec.msgpack.encode(("", message))


def _decode(data: bytes) -> Message:
    return _decoder.decode(data)[1]
