"""What is made once for everybody who hears it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from chat import wire
from chat.broker.layer import Turn
from chat.delivery.announce import by_connection, event_message
from chat.delivery.live import RUN_BYTES, LiveTurn
from chat.wire.codec import TEXT_FRAMES, as_line, as_text_frame


def topic(seq, conversation=1, happened=0):
    """The layer's message of some change of a log."""
    event = wire.TopicSet(
        conversation=conversation, seq=seq, sender="ada", topic=f"topic {seq}", at=""
    )
    return event_message(event, happened)


def run_of(turn):
    return LiveTurn(turn).run


def test_what_follows_in_one_log_is_a_run():
    run = run_of(Turn([topic(7), topic(8), topic(9)]))
    assert (run.conversation, run.first, run.last) == (1, 7, 9)


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
    assert run_of(Turn(messages)) is None


def test_what_is_much_is_taken_piece_by_piece():
    fat = [topic(seq) for seq in range(1, RUN_BYTES // 50)]
    assert run_of(Turn(fat)) is None
    assert run_of(Turn(fat[:10])) is not None


class Counted:
    """An encoding that notes what it is asked for."""

    def __init__(self):
        self.asked = []

    def encode_live(self, live):
        self.asked.append(live.raw)
        return as_line(live.raw)


def test_a_run_is_encoded_once_for_each_cohort():
    run, encoding = run_of(Turn([topic(7), topic(8)])), Counted()
    data = run.encoded(encoding, "lines")
    assert run.encoded(encoding, "lines") is data
    assert len(encoding.asked) == 2
    assert [wire.decode_event(line).seq for line in data.splitlines()] == [7, 8]
    assert run.encoded(TEXT_FRAMES, TEXT_FRAMES) != data


def test_a_run_is_encoded_anew_for_whoever_is_in_no_cohort():
    run, encoding = run_of(Turn([topic(7)])), Counted()
    assert run.encoded(encoding, None) == run.encoded(encoding, None)
    assert len(encoding.asked) == 2


def test_a_run_knows_whose_doing_it_is():
    with by_connection("here"):
        mine = topic(8)
    assert run_of(Turn([topic(7), mine])).origins == {"", "here"}


@given(st.sampled_from([0, 1, 125, 126, 127, 65535, 65536, 70000]), st.binary())
def test_a_text_frame_is_what_the_library_makes(size, more):
    data = (b"x" * size) + more
    made = Frame(Opcode.TEXT, data).serialize(mask=False)
    assert as_text_frame(data) == made
