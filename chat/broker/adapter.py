"""Any of Channels' channel layers as the site needs one; its own needs no adapter.

A process has one channel of such a layer, in every group that somebody here listens to;
what comes says which group it is for. That is what Channels promises of each layer, and
nothing else is asked of it.

Whether a layer is deaf is seen where it raises (``channels_redis.core``, which has lost
Redis): then all groups are joined again and the sinks hear ``layer.resumed``. One that
mends itself in silence (``channels_redis.pubsub``) may have missed what nobody can say.
The promise holds all the same, later: everybody is told where the logs of their
conversations end every 25 seconds, and reads there what did not come.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Coroutine, Iterable
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from channels.layers import BaseChannelLayer, channel_layers

from chat.broker.client import CONNECT_SECONDS, UNAVAILABLE
from chat.broker.layer import RESUMED, Layer, Message, Sink, Turn
from chat.broker.pubsub import PubSub, call_all
from chat.broker.sender import HUNG_SECONDS
from chat.logging.outage import REDIS

RETRY_SECONDS = 1.0
# A layer may end a membership, by default a day after it was joined.
JOIN_AGAIN_SECONDS = 3600.0


@cache
def channel_layer() -> Layer:
    """The layer that ``settings.CHANNEL_LAYERS`` names, adapted if it is not ours.

    Raises:
        InvalidChannelLayerError: there is none of that name.
    """
    layer = channel_layers["default"]
    return layer if isinstance(layer, PubSub) else Adapter(layer)


class Adapter:
    """A ``Layer`` over one of Channels'."""

    def __init__(self, layer: BaseChannelLayer) -> None:
        self._layer = layer
        self._ears: WeakKeyDictionary[asyncio.AbstractEventLoop, _Ear] = (
            WeakKeyDictionary()
        )
        # Where this process listens.
        self._loop: asyncio.AbstractEventLoop | None = None
        self._hung_until = 0.0

    @property
    def _ear(self) -> _Ear:
        loop = asyncio.get_running_loop()
        if loop not in self._ears:
            self._ears[loop], self._loop = _Ear(self._layer), loop
        return self._ears[loop]

    async def attach(self, group: str, sink: Sink) -> None:
        await self._ear.attach(group, sink)

    def detach(self, group: str, sink: Sink) -> None:
        self._ear.detach(group, sink)

    async def group_send(self, group: str, message: Message) -> None:
        enclosed = {"type": "chat.told", "group": group, "message": message}
        await self._layer.group_send(group, enclosed)

    def group_send_now(self, group: str, message: Message) -> None:
        self.group_send_all_now([(group, message)])

    def group_send_all_now(self, messages: Iterable[tuple[str, Message]]) -> None:
        if time.monotonic() < self._hung_until:
            raise TimeoutError("it did not answer a moment ago")
        try:
            self._run(self._send_all(messages))
        except TimeoutError:
            self._hung_until = time.monotonic() + HUNG_SECONDS
            raise

    @property
    def is_listening(self) -> bool:
        return self._ear.is_listening

    async def hears_itself(self) -> bool:
        return self.is_listening

    async def _send_all(self, messages: Iterable[tuple[str, Message]]) -> None:
        for group, message in messages:
            await self.group_send(group, message)

    def _run(self, sending: Coroutine[Any, Any, None]) -> None:
        """Where this process listens: a layer keeps its connections for each loop."""
        loop = self._loop
        if loop is None or not loop.is_running():
            asyncio.run(asyncio.wait_for(sending, CONNECT_SECONDS))
            return
        future = asyncio.run_coroutine_threadsafe(sending, loop)
        try:
            future.result(CONNECT_SECONDS)
        except TimeoutError:
            future.cancel()
            raise


class _Ear:
    """What one event loop hears, by one channel."""

    def __init__(self, layer: BaseChannelLayer) -> None:
        self.is_listening = True
        self._layer = layer
        self._sinks: dict[str, set[Sink]] = {}
        self._channel = ""
        self._is_open = asyncio.Event()
        self._in_doubt = asyncio.Event()
        # Who leaves a group must not undo that somebody joins it.
        self._one_change = asyncio.Lock()
        self._joined: set[str] = set()
        self._tasks: list[asyncio.Task[None]] = []

    async def attach(self, group: str, sink: Sink) -> None:
        self._sinks.setdefault(group, set()).add(sink)
        if not self._tasks:
            work = (self._keep_joined(), self._keep_hearing())
            self._tasks = [asyncio.create_task(each) for each in work]
        if group in self._joined and self.is_listening:
            return
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await self._is_open.wait()
                await self._join(group)
        except UNAVAILABLE as error:
            self._doubt(error)

    async def _join(self, group: str) -> None:
        async with self._one_change:
            if group not in self._joined:
                await self._layer.group_add(group, self._channel)
                self._joined.add(group)

    def detach(self, group: str, sink: Sink) -> None:
        """The group is left when something comes for it that nobody hears."""
        sinks = self._sinks.get(group, set())
        sinks.discard(sink)
        if not sinks:
            self._sinks.pop(group, None)

    async def _keep_joined(self) -> None:
        while not _is_cancelled():
            self._in_doubt.clear()
            try:
                await self._join_all()
            except Exception as error:
                # Whatever it is: this process would be deaf for good.
                self._doubt(error)
                await asyncio.sleep(RETRY_SECONDS)
                continue
            self._resume()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(JOIN_AGAIN_SECONDS):
                    await self._in_doubt.wait()

    async def _join_all(self) -> None:
        if not self._channel:
            self._channel = await self._layer.new_channel()
            self._is_open.set()
        self._joined.clear()
        for group in tuple(self._sinks):
            await self._join(group)

    async def _keep_hearing(self) -> None:
        await self._is_open.wait()
        while not _is_cancelled():
            try:
                told = await self._layer.receive(self._channel)
                await self._hear(told["group"], told["message"])
            except Exception as error:
                self._doubt(error)
                await asyncio.sleep(RETRY_SECONDS)

    async def _hear(self, group: str, message: Message) -> None:
        if group in self._sinks:
            call_all(tuple(self._sinks[group]), Turn([message]))
            return
        async with self._one_change:
            if group not in self._sinks:
                self._joined.discard(group)
                await self._layer.group_discard(group, self._channel)

    def _doubt(self, error: Exception) -> None:
        REDIS.failed(repr(error), "the channel layer")
        self.is_listening = False
        self._in_doubt.set()

    def _resume(self) -> None:
        if not self.is_listening:
            self.is_listening = True
            REDIS.worked("the channel layer")
            call_all(set().union(*self._sinks.values()), Turn([RESUMED]))


def _is_cancelled() -> bool:
    # Before Python 3.12, redis-py loses a cancellation that meets the end of a step.
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
