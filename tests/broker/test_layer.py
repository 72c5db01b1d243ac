"""What the site asks of a channel layer: by its own, and by others with an adapter."""

import asyncio

import pytest

from tests.broker.kinds import (
    OURS,
    Ear,
    as_asked,
    core,
    deafen,
    in_memory,
    in_thread,
    numbered,
)

# channels_redis.pubsub asks to hear a group, and does not wait for the answer.
AWAIT_REDIS = [*OURS, core, in_memory]


@pytest.fixture
async def layers(start):
    """Two processes', of every kind."""
    started = start()
    adapted = {layer: as_asked(layer) for layer in started}
    yield [adapted[layer] for layer in started]
    for layer in adapted.values():
        await deafen(layer)


async def test_every_sink_of_a_group_is_called_with_the_same_object(layers):
    one, other = layers
    ears = Ear(), Ear()
    for ear in ears:
        await one.attach("room", ear)
    await other.group_send("room", {"type": "test"})
    first, second = [await ear.hears("test") for ear in ears]
    assert first is second


async def test_sinks_of_every_process_are_called(layers):
    ears = Ear(), Ear()
    for layer, ear in zip(layers, ears, strict=True):
        await layer.attach("room", ear)
    await layers[0].group_send("room", {"type": "test"})
    for ear in ears:
        await ear.hears("test")


@pytest.mark.parametrize("kind", AWAIT_REDIS, ids=lambda kind: kind.__name__)
async def test_what_is_sent_after_attach_returned_is_heard(layers):
    one, other = layers
    for number in range(50):
        ear = Ear()
        await one.attach(f"room.{number}", ear)
        await other.group_send(f"room.{number}", {"type": "test"})
        await ear.hears("test")


async def test_messages_of_one_sender_keep_their_order(layers):
    one, other = layers
    ear = Ear()
    await one.attach("room", ear)
    await other.attach("elsewhere", Ear())

    def send():
        for message in numbered(200):
            other.group_send_now("room", message)

    await in_thread(send)
    assert [await ear.hears("test") for _ in range(200)] == numbered(200)


async def test_messages_that_are_sent_in_one_go_keep_their_order(layers):
    one, other = layers
    ears = {f"room{number}": Ear() for number in range(3)}
    for group, ear in ears.items():
        await one.attach(group, ear)
    sent = [(f"room{n % 3}", message) for n, message in enumerate(numbered(30))]
    await in_thread(other.group_send_all_now, sent)
    for number, ear in enumerate(ears.values()):
        heard = [(await ear.hears("test"))["number"] for _ in range(10)]
        assert heard == list(range(number, 30, 3))


async def test_a_process_that_hears_nothing_can_send(layers):
    one, other = layers
    ears = Ear(), Ear()
    await one.attach("room", ears[0])
    await in_thread(other.group_send_now, "room", {"type": "test"})
    await ears[0].hears("test")
    # It may come to listen, and sends there from then on.
    await other.attach("room", ears[1])
    await in_thread(other.group_send_now, "room", {"type": "again"})
    for ear in ears:
        await ear.hears("again")


async def test_threads_may_send_at_the_same_time(layers):
    one, other = layers
    ear = Ear()
    await one.attach("room", ear)
    await asyncio.gather(
        *(in_thread(other.group_send_now, "room", each) for each in numbered(20))
    )
    heard = [(await ear.hears("test"))["number"] for _ in range(20)]
    assert sorted(heard) == list(range(20))


async def test_a_detached_sink_hears_nothing(layers):
    one, other = layers
    ear, fence = Ear(), Ear()
    await one.attach("room", ear)
    await one.attach("fence", fence)
    one.detach("room", ear)
    await other.group_send("room", {"type": "test"})
    await other.group_send("fence", {"type": "test"})
    await fence.hears("test")
    assert ear.waiting == 0


async def test_a_group_that_was_left_can_be_joined_again(layers):
    one, other = layers
    fence = Ear()
    await one.attach("fence", fence)
    for is_told_meanwhile in (False, True, False):
        ear = Ear()
        await one.attach("room", ear)
        await other.group_send("room", {"type": "test"})
        await ear.hears("test")
        one.detach("room", ear)
        if is_told_meanwhile:
            await other.group_send("room", {"type": "test"})
            await other.group_send("fence", {"type": "test"})
            await fence.hears("test")


async def test_a_sink_that_fails_does_not_silence_the_others(layers, caplog):
    one, other = layers
    ear = Ear()

    def broken(turn):
        raise ZeroDivisionError

    await one.attach("room", broken)
    await one.attach("room", ear)
    await other.group_send("room", {"type": "test"})
    await ear.hears("test")
    assert "A sink failed" in caplog.text


async def test_what_the_site_says_arrives_as_it_was(layers):
    one, other = layers
    ear = Ear()
    await one.attach("room", ear)
    event = {"type": "chat.event", "event": b'{"a":1}\xff', "origin": ""}
    await other.group_send("room", event | {"place": (2**40, 7)})
    heard = await ear.hears("chat.event")
    assert tuple(heard.pop("place")) == (2**40, 7)
    assert heard == event


async def test_it_listens(layers):
    one, _ = layers
    assert one.is_listening
    await one.attach("room", Ear())
    assert one.is_listening
