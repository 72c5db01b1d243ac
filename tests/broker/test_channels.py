"""Channels' own interface, as its documentation has it, by each channel layer.

https://channels.readthedocs.io/en/latest/channel_layer_spec.html
"""

import asyncio

import pytest
from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from channels.layers import channel_layers
from channels.testing import ApplicationCommunicator

from tests.broker.kinds import SECONDS, numbered, receive, told

# --- Channels -------------------------------------------------------------------------


async def test_it_offers_groups_and_flush(layers):
    assert {"groups", "flush"} <= set(layers[0].extensions)


async def test_a_channel_is_first_in_first_out(layers):
    one, other = layers
    channel = await one.new_channel()
    for message in numbered(50):
        await other.send(channel, message)
    assert await receive(one, channel, 50) == numbered(50)


async def test_what_is_sent_between_two_receives_waits(layers):
    one, other = layers
    channel = await one.new_channel()
    await other.send(channel, {"type": "first"})
    assert await receive(one, channel) == [{"type": "first"}]
    await other.send(channel, {"type": "second"})
    assert await receive(one, channel) == [{"type": "second"}]


async def test_of_two_readers_one_gets_a_message(layers):
    one, other = layers
    channel = await one.new_channel()
    readers = [asyncio.create_task(receive(one, channel)) for _ in range(2)]
    for message in numbered(2):
        await other.send(channel, message)
    [first], [second] = await asyncio.gather(*readers)
    assert sorted([first["number"], second["number"]]) == [0, 1]


async def test_two_channels_of_a_process_are_two(layers):
    one, other = layers
    channels = [await one.new_channel() for _ in range(2)]
    for channel, message in zip(channels, numbered(2), strict=True):
        await other.send(channel, message)
    for channel, message in zip(reversed(channels), reversed(numbered(2)), strict=True):
        assert await receive(one, channel) == [message]


async def test_a_channel_may_have_any_name_that_is_valid(layers):
    one, _ = layers
    receiving = asyncio.create_task(receive(one, "a-channel_of.mine"))
    await _send_until_done(one, "a-channel_of.mine", receiving)
    assert await receiving == [{"type": "test"}]


async def test_a_receiver_that_was_cancelled_can_receive_again(layers):
    one, other = layers
    channel = await one.new_channel()
    waiting = asyncio.create_task(receive(one, channel))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])
    receiving = asyncio.create_task(receive(one, channel))
    await _send_until_done(other, channel, receiving)
    assert await receiving == [{"type": "test"}]


async def _send_until_done(layer, channel, receiving):
    """Whether somebody listens by now is nothing that a sender can know."""
    while not receiving.done():
        await layer.send(channel, {"type": "test"})
        await asyncio.wait([receiving], timeout=0.05)


async def test_every_type_that_a_message_may_have_arrives(layers):
    one, other = layers
    channel = await one.new_channel()
    message = {
        "type": "test",
        "bytes": b"\x00\xff",
        "text": "\0 häuschen 🏠",
        "integers": [-(2**63), 0, 2**63 - 1],
        "float": 0.1,
        "dict": {"a": {"b": []}},
        "flags": [True, False, None],
    }
    await other.send(channel, message)
    assert await receive(one, channel) == [message]


async def test_tuples_arrive_as_sequences(layers):
    one, other = layers
    channel = await one.new_channel()
    await other.send(channel, {"type": "test", "place": (1, 2)})
    [message] = await receive(one, channel)
    assert list(message["place"]) == [1, 2]


async def test_a_megabyte_arrives(layers):
    one, other = layers
    channel = await one.new_channel()
    await other.send(channel, {"type": "test", "text": "x" * 2**20})
    [message] = await receive(one, channel)
    assert len(message["text"]) == 2**20


async def test_what_becomes_of_a_message_after_it_was_sent_is_the_senders_own(layers):
    one, other = layers
    channel = await one.new_channel()
    message = {"type": "test", "words": ["first"]}
    await other.send(channel, message)
    message["words"].append("second")
    assert await receive(one, channel) == [{"type": "test", "words": ["first"]}]


# --- Groups ---------------------------------------------------------------------------


async def test_a_group_reaches_its_channels_in_every_process(layers):
    one, other = layers
    members = [(layer, await layer.new_channel()) for layer in (one, one, other)]
    for layer, channel in members:
        await layer.group_add("room", channel)
    for message in numbered(5):
        await other.group_send("room", message)
    for layer, channel in members:
        assert await receive(layer, channel, 5) == numbered(5)


async def test_to_be_added_twice_is_to_be_in_it_once(layers):
    one, other = layers
    channel = await one.new_channel()
    for _ in range(2):
        await one.group_add("room", channel)
    await one.group_add("fence", channel)
    await other.group_send("room", {"type": "test"})
    await other.group_send("fence", {"type": "fence"})
    assert await receive(one, channel, 2) == [{"type": "test"}, {"type": "fence"}]
    await one.group_discard("room", channel)
    await other.group_send("room", {"type": "test"})
    await other.group_send("fence", {"type": "fence"})
    assert await receive(one, channel) == [{"type": "fence"}]


async def test_who_was_discarded_hears_nothing_more_and_others_do(layers):
    one, other = layers
    gone, left = [await one.new_channel() for _ in range(2)]
    for channel in (gone, left):
        await one.group_add("room", channel)
    await one.group_discard("room", gone)
    await other.group_send("room", {"type": "test"})
    assert await receive(one, left) == [{"type": "test"}]
    assert await told(one, gone, by=other) == []


async def test_discarding_who_is_not_in_a_group_does_nothing(layers):
    one, _ = layers
    await one.group_discard("room", await one.new_channel())


async def test_nobody_need_be_in_a_group(layers):
    await layers[0].group_send("nobody", {"type": "test"})


async def test_a_sender_that_is_in_the_group_hears_itself(layers):
    one, _ = layers
    channel = await one.new_channel()
    await one.group_add("room", channel)
    await one.group_send("room", {"type": "test"})
    assert await receive(one, channel) == [{"type": "test"}]


# --- Who it is for --------------------------------------------------------------------


class Talker(AsyncConsumer):
    """A consumer as Channels' tutorial has it."""

    async def come_in(self, _):
        await self.channel_layer.group_add("room", self.channel_name)
        await self.send({"type": "is.in"})

    async def say(self, message):
        told = {"type": "was.said", "text": message["text"]}
        await self.channel_layer.group_send("room", told)

    async def was_said(self, message):
        await self.send(message)

    async def leave(self, _):
        await self.channel_layer.group_discard("room", self.channel_name)
        raise StopConsumer


@pytest.mark.django_db  # Channels looks after connections to it
async def test_consumers_talk_by_it(layers, monkeypatch):
    monkeypatch.setitem(channel_layers.backends, "default", layers[0])
    people = [ApplicationCommunicator(Talker.as_asgi(), {}) for _ in range(2)]
    for person in people:
        await person.send_input({"type": "come.in"})
        await person.receive_output(SECONDS)
    await people[0].send_input({"type": "say", "text": "hello"})
    for person in people:
        told = await person.receive_output(SECONDS)
        assert told == {"type": "was.said", "text": "hello"}
        await person.send_input({"type": "leave"})
        # By then it is ended: some layer looks for what may come, and goes on.
        await person.wait(1)
