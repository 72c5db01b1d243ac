"""What is made once for everybody who hears it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from chat import wire
from chat.broker.layer import Turn
from chat.consumers import as_line, text_frame
from chat.delivery.announce import by_connection, event_message
from chat.delivery.live import STRETCH_BYTES, Stretch


def topic(seq, conversation=1):
    """The layer's message of some change of a log."""
    event = wire.TopicSet(
        conversation=conversation, seq=seq, sender="ada", topic=f"topic {seq}", at=""
    )
    return event_message(event)


def test_what_follows_in_one_log_is_a_stretch():
    stretch = Stretch.of(Turn([topic(7), topic(8), topic(9)]))
    assert (stretch.conversation, stretch.first, stretch.last) == (1, 7, 9)


@pytest.mark.parametrize(
    "messages",
    [
        [topic(7), topic(9)],
        [topic(8), topic(7)],
        [topic(7), topic(8, conversation=2)],
        [topic(7), event_message(wire.Typing(conversation=1, sender="ada"))],
        [topic(7), {"type": "session.close", "code": "banned", "key": ""}],
        [event_message(wire.Typing(conversation=1, sender="ada"))],
        [],
    ],
)
def test_anything_else_is_none(messages):
    assert Stretch.of(Turn(messages)) is None


def test_what_is_much_is_taken_piece_by_piece():
    fat = [topic(seq) for seq in range(1, STRETCH_BYTES // 50)]
    assert Stretch.of(Turn(fat)) is None
    assert Stretch.of(Turn(fat[:10])) is not None


def test_all_who_hear_a_turn_have_the_same_stretch():
    turn = Turn([topic(7)])
    assert Stretch.of(turn) is Stretch.of(turn)


def test_a_stretch_is_encoded_once_for_each_way_to_do_it():
    stretch, asked = Stretch.of(Turn([topic(7), topic(8)])), []

    def encode(live):
        asked.append(live.raw)
        return as_line(live.raw)

    data = stretch.encoded(encode, "lines")
    assert stretch.encoded(encode, "lines") is data
    assert len(asked) == 2
    assert [wire.decode_event(line).seq for line in data.splitlines()] == [7, 8]
    assert stretch.encoded(lambda live: text_frame(live.raw), "frames") != data


def test_a_stretch_knows_whose_doing_it_is():
    with by_connection("here"):
        mine = topic(8)
    assert Stretch.of(Turn([topic(7), mine])).origins == {"", "here"}


@given(st.sampled_from([0, 1, 125, 126, 127, 65535, 65536, 70000]), st.binary())
def test_a_text_frame_is_what_the_library_makes(size, more):
    data = (b"x" * size) + more
    made = Frame(Opcode.TEXT, data).serialize(mask=False)
    assert text_frame(data) == made
