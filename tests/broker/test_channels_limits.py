"""How much Channels' channels hold, how long, and under which names.

Where the documentation leaves a choice, the lists here say which layer does it.
"""

import asyncio
import contextlib

import pytest
from channels.exceptions import ChannelFull

from tests.broker.kinds import (
    OURS,
    SECONDS,
    close,
    core,
    in_memory,
    numbered,
    processes,
    receive,
    told,
)

CHECK_NAMES = EXPIRE = HAVE_A_CAPACITY = [*OURS, core, in_memory]


async def test_a_full_channel_blocks_no_sender_and_keeps_the_first(kind, start):
    one, other = start(capacity=3)
    channel, fence = [await one.new_channel() for _ in range(2)]
    with contextlib.suppress(ChannelFull):  # it may say so, or drop it
        async with asyncio.timeout(SECONDS):
            for message in numbered(10):
                await other.send(channel, message)
            await other.send(fence, {"type": "fence"})
        await receive(one, fence)
    assert await receive(one, channel, 3) == numbered(3)
    if kind in HAVE_A_CAPACITY:
        assert await told(one, channel, by=other) == []


async def test_a_group_never_says_that_a_channel_is_full(kind, start):
    one, other = start(capacity=3)
    slow, quick = [await one.new_channel() for _ in range(2)]
    for channel in (slow, quick):
        await one.group_add("room", channel)
    for message in numbered(10):
        await other.group_send("room", message)
        await receive(one, quick)
    kept = await receive(one, slow, 3)
    kept += await told(one, slow, by=other)
    assert len(kept) == (3 if kind in HAVE_A_CAPACITY else 10)
    assert [each for each in numbered(10) if each in kept] == kept


async def test_what_nobody_takes_expires():
    layers = [processes(kind, expiry=2) for kind in EXPIRE]
    channels = [await one.new_channel() for one, _ in layers]
    for (_, other), channel in zip(layers, channels, strict=True):
        await other.send(channel, {"type": "old"})
    await asyncio.sleep(3.1)  # in whole seconds, for some
    for kind, (one, other), channel in zip(EXPIRE, layers, channels, strict=True):
        assert await told(one, channel, by=other) == [], kind
        for layer in (one, other):
            await close(layer)


# --- Names ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a", "A-b_c.9", "x" * 99])
async def test_good_names_are_taken(layers, name):
    one, other = layers
    channel = await one.new_channel()
    await one.group_add(name, channel)
    await other.group_send(name, {"type": "test"})
    assert await receive(one, channel) == [{"type": "test"}]


@pytest.mark.parametrize("kind", CHECK_NAMES, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("name", ["", "a b", "x" * 100, "ä", "a!b!c", None])
async def test_bad_names_are_refused(layers, name):
    one, _ = layers
    channel = await one.new_channel()
    for wrong in (
        one.send(name, {"type": "test"}),
        one.receive(name),
        one.group_add(name, channel),
        one.group_add("room", name),
        one.group_discard(name, channel),
        one.group_discard("room", name),
        one.group_send(name, {"type": "test"}),
    ):
        with pytest.raises(TypeError):
            await wrong


# --- Flush ----------------------------------------------------------------------------


async def test_after_a_flush_there_are_no_messages_and_no_groups(layers):
    one, _ = layers
    old = await one.new_channel()
    await one.group_add("room", old)
    await one.group_send("room", {"type": "test"})
    await one.flush()
    new = await one.new_channel()
    await one.group_add("fence", new)
    await one.group_send("room", {"type": "test"})
    await one.group_send("fence", {"type": "fence"})
    assert await receive(one, new) == [{"type": "fence"}]
    receiving = asyncio.create_task(receive(one, old))
    while not receiving.done():
        await one.send(old, {"type": "fence"})
        await asyncio.wait([receiving], timeout=0.05)
    assert await receiving == [{"type": "fence"}]
