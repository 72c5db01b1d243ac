"""Every channel layer that the site can be told to use, on this worker's Valkey."""

import asyncio

from channels.layers import InMemoryChannelLayer
from channels_redis.core import RedisChannelLayer
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.conf import settings

from chat.broker.adapter import Adapter
from chat.broker.backends import PATIENCE_SECONDS
from chat.broker.channels import ChatLayer
from chat.broker.pubsub import PubSub

SECONDS = 60


def chat(hosts=settings.REDIS_URLS, **options):
    return ChatLayer(hosts, **options)


def chat_on_three_servers(**options):
    return ChatLayer(settings.REDIS_URLS * 3, **options)


def pubsub(hosts=settings.REDIS_URLS, **options):
    return RedisPubSubChannelLayer(hosts=hosts, **options)


def core(hosts=settings.REDIS_URLS, **options):
    # As the site has it: with redis-py's own patience a quiet moment is an outage.
    patient = [{"address": url, "socket_timeout": PATIENCE_SECONDS} for url in hosts]
    return RedisChannelLayer(hosts=patient, **options)


def in_memory(**options):
    return InMemoryChannelLayer(**options)


OURS = [chat, chat_on_three_servers]
OTHERS = [pubsub, core, in_memory]


def processes(kind, count=2, **options):
    """As many processes' layers; one in memory knows no other process."""
    if kind is in_memory:
        return [in_memory(**options)] * count
    return [kind(**options) for _ in range(count)]


async def close(layer):
    """What is left open would be complained of when the loop ends."""
    if isinstance(layer, RedisChannelLayer):
        await layer.close_pools()
    else:
        await layer.flush()


def as_asked(layer):
    return layer if isinstance(layer, PubSub) else Adapter(layer)


async def deafen(layer):
    """Let an adapter's listening end before its layer does."""
    if isinstance(layer, Adapter):
        tasks = [task for ear in layer._ears.values() for task in ear._tasks]
        # Before Python 3.12, redis-py may lose one.
        while waiting := [task for task in tasks if not task.done()]:
            for task in waiting:
                task.cancel()
            await asyncio.wait(waiting, timeout=0.1)


# --- What tests do with one ---------------------------------------------------------


def numbered(count):
    return [{"type": "test", "number": number} for number in range(count)]


async def receive(layer, channel, count=1):
    async with asyncio.timeout(SECONDS):
        return [await layer.receive(channel) for _ in range(count)]


async def told(layer, channel, *, by):
    """What waited on a channel before this was sent to it."""
    await by.send(channel, {"type": "fence"})
    return [m async for m in _until(layer, channel, "fence")]


async def _until(layer, channel, type):
    while (message := (await receive(layer, channel))[0])["type"] != type:
        yield message


class Ear:
    """A sink that keeps what it hears."""

    def __init__(self):
        self._heard = asyncio.Queue()

    def __call__(self, turn):
        for message in turn.messages:
            self._heard.put_nowait(message)

    async def hears(self, type):
        while (message := await self.hears_any())["type"] != type:
            pass
        return message

    async def hears_any(self):
        async with asyncio.timeout(SECONDS):
            return await self._heard.get()

    @property
    def waiting(self):
        return self._heard.qsize()


async def in_thread(function, *arguments):
    async with asyncio.timeout(SECONDS):
        return await asyncio.to_thread(function, *arguments)
