"""What is no command, what answers what, and frames of any bytes."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import wire
from chat.wire.errors import (
    Banned,
    ChatError,
    Malformed,
    RateLimited,
    TooLong,
    UnknownCommand,
)
from tests.support.dear import is_cheap
from tests.wire.samples import COMMANDS, WRONG


@pytest.mark.parametrize(
    "frame",
    [
        "",
        " ",
        "null",
        "hello",
        '"ping"',
        "[]",
        "{",
        '{"type":"ping"',
        '{"type":"ping"} {"type":"ping"}',
        "{'type':'ping'}",
        b"\xff",
        b'{"type":"ping","ref":"\xff"}',
        b'\xef\xbb\xbf{"type":"ping"}',
        '{"type":"ping","x":"\\ud800"}',
        '{"type":"\ud800"}',
    ],
)
def test_what_is_no_json_object_is_malformed(frame):
    assert_refused(frame, Malformed, detail="That is not a JSON object in UTF-8.")


@pytest.mark.parametrize("frame", WRONG)
def test_a_command_with_a_wrong_field_is_malformed(frame):
    assert_refused(frame, Malformed)


@pytest.mark.parametrize("kind", ["", "Ping", "welcome", "message", "dance"])
def test_a_type_that_does_not_exist_is_unknown(kind):
    assert_refused(f'{{"type":"{kind}"}}', UnknownCommand)


def test_a_frame_is_too_long_by_one_byte():
    longest = b'{"type":"ping"}'.ljust(wire.MAX_FRAME_BYTES)
    assert wire.decode(longest) == wire.Ping()
    assert_refused(longest + b" ", TooLong)


@pytest.mark.parametrize(
    ("frame", "ref"),
    [
        ('{"ref":"1"}', "1"),
        ('{"type":"dance","ref":"1"}', "1"),
        ('{"type":"post","ref":"1"}', "1"),
        ('{"type":"dance"}', msgspec.UNSET),
        ('{"type":"dance","ref":1}', msgspec.UNSET),
        ('{"type":"ping","ref":"' + "1" * 65 + '"}', msgspec.UNSET),
        ('{"ref":"1"', msgspec.UNSET),
    ],
)
def test_a_refusal_carries_the_ref_if_it_has_one(frame, ref):
    refused = wire.decode(frame)
    assert refused.ref == ref
    assert wire.error_event(refused.error, refused.ref).ref == ref


@pytest.mark.parametrize("number", ["1e400", "9" * 6000])
def test_a_number_that_is_none_of_ours_is_named(number):
    frame = f'{{"type":"read","conversation":1,"seq":{number}}}'
    refused = wire.decode(frame)
    assert isinstance(refused.error, Malformed)
    assert refused.error.detail.endswith("out of range - at `$.seq`.")


def assert_refused(frame, error, **fields):
    refused = wire.decode(frame)
    assert isinstance(refused, wire.Rejected)
    assert type(refused.error) is error
    for name, value in fields.items():
        assert getattr(refused.error, name) == value


@pytest.mark.parametrize("kind", ["who", "dance"])
@pytest.mark.parametrize("more", [101, 102, 30_000])
def test_a_frame_that_nests_too_deeply_is_malformed(kind, more):
    frame = nested(kind, "[" * (more - 1) + "]" * (more - 1))
    assert_refused(frame, Malformed, detail="A command nests at most 100 deep.")


@pytest.mark.parametrize(
    "value",
    [
        "[" * 99 + "]" * 99,
        '{"x":[' * 49 + "1" + "]}" * 49,
        "[" + "[],{}," * 5000 + "1]",
        '"' + "[{" * 5000 + '"',
        '"\\"' + "[{" * 5000 + '\\\\"',
    ],
)
def test_what_nests_no_deeper_is_read_however_many_brackets_it_has(value):
    assert wire.decode(nested("who", value)) == wire.Who()


def nested(kind, value):
    return f'{{"type":"{kind}","x":{value}}}'


@pytest.mark.parametrize("end", ["", '"'])
@pytest.mark.parametrize("much", ["[", "{", '[\\"', '"[', '["', "\\"])
def test_rubbish_of_any_length_costs_little(much, end):
    frame = ("[" * 101 + '"' + much * wire.MAX_FRAME_BYTES)[: wire.MAX_FRAME_BYTES - 1]
    assert is_cheap(lambda: assert_refused(frame + end, Malformed), 0.5)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
FIELDS = st.sampled_from(
    ["to", "body", "id", "name", "ref", "seq", "conversation", "limit", "room"]
)
TYPES = st.sampled_from([json.loads(frame)["type"] for frame, _ in COMMANDS])


@given(st.binary() | st.text(st.characters()) | JSON.map(json.dumps))
@pytest.mark.dear
def test_whatever_comes_decode_raises_nothing(frame):
    assert isinstance(wire.decode(frame), wire.Command | wire.Rejected)


@given(TYPES, st.dictionaries(FIELDS, JSON))
@pytest.mark.dear
def test_whatever_is_in_the_fields_the_answer_can_be_sent(kind, fields):
    decoded = wire.decode(json.dumps({**fields, "type": kind}))
    if isinstance(decoded, wire.Rejected):
        assert isinstance(decoded.error, ChatError)
        frame = wire.encode(wire.error_event(decoded.error, decoded.ref))
        assert len(frame) < 1000


def test_an_error_becomes_an_event_with_its_code():
    event = wire.error_event(Banned("Gone."), "1")
    assert event == wire.Error(code="banned", detail="Gone.", ref="1")


def test_too_fast_says_when_there_is_a_chance():
    event = wire.error_event(RateLimited("Slow.", retry=0.123456))
    assert event.retry == 0.123
    assert wire.error_event(RateLimited()).retry is msgspec.UNSET


def test_an_answer_carries_the_ref_and_its_original_stays_as_it_was():
    pong = wire.Pong()
    assert wire.answer(pong, "1") == wire.Pong(ref="1")
    assert wire.answer(pong, msgspec.UNSET) is pong
    assert pong.ref is msgspec.UNSET


@pytest.mark.parametrize(
    "frame", ["", "{}", '{"type":"post"}', '{"type":"pong"} x', "[1]"]
)
def test_a_frame_that_is_no_event_is_our_fault_and_raises(frame):
    with pytest.raises(msgspec.DecodeError):
        wire.decode_event(frame)


def test_a_ref_that_is_null_is_no_ref():
    command = wire.decode('{"type":"ping","ref":null}')
    assert wire.encode(wire.answer(wire.Pong(), command.ref)) == b'{"type":"pong"}'
