"""The JSON door: one command per line in, one event per line out."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import wire
from chat.dialects import Dialect
from chat.dialects.jsonl import JsonLines
from chat.wire.errors import Malformed, TooLong, UnknownCommand

ID = UUID(int=7)
POST = wire.Post(to="#lobby", body="hé", id=ID)
POST_LINE = f'{{"type":"post","to":"#lobby","body":"hé","id":"{ID}"}}\n'.encode()


def read(*chunks, most=wire.MAX_FRAME_BYTES, eof=False):
    dialect = JsonLines(most)
    dialect.let_in()
    received = []
    for chunk in chunks:
        dialect.feed(chunk)
        received += iter(dialect.next, None)
    if eof:
        dialect.feed_eof()
        received += iter(dialect.next, None)
    return received


def test_a_line_is_a_command():
    assert read(b'{"type":"who","ref":"1"}\r\n' + POST_LINE) == [
        wire.Who(ref="1"),
        POST,
    ]


def test_one_byte_at_a_time_reads_the_same():
    assert read(*(bytes([byte]) for byte in POST_LINE)) == [POST]


def test_empty_lines_mean_nothing():
    assert read(b'\n\r\n  \n{"type":"ping"}\n\n') == [wire.Ping()]


def test_the_last_line_needs_no_end():
    assert read(b'{"type":"ping"}', eof=True) == [wire.Ping()]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"hello", Malformed),
        (b"\xff\xfe", Malformed),
        (b'{"type":"post"}', Malformed),
        (b'{"type":"dance"}', UnknownCommand),
        (b'{"type":"ping","ref":"' + b"x" * 100 + b'"}', TooLong),
    ],
)
def test_a_line_that_is_no_command_is_refused_and_the_next_one_works(line, error):
    refused, ping = read(line + b'\n{"type":"ping"}\n', most=64)
    assert isinstance(refused, wire.Rejected)
    assert type(refused.error) is error
    assert ping == wire.Ping()


def test_the_longest_frame_is_a_command_and_one_byte_more_is_not():
    longest = b'{"type":"ping"}'.ljust(wire.MAX_FRAME_BYTES)
    command, refused = read(longest + b"\n" + longest + b" \n")
    assert command == wire.Ping()
    assert isinstance(refused.error, TooLong)


def test_before_it_is_known_who_that_is_a_frame_is_short():
    dialect = JsonLines()
    dialect.feed(b'{"type":"ping"}'.ljust(wire.EARLY_BYTES + 1) + b"\n")
    assert isinstance(dialect.next().error, TooLong)


@given(st.lists(st.binary()))
def test_whatever_comes_nothing_is_raised(chunks):
    for received in read(*chunks, most=16, eof=True):
        assert isinstance(received, wire.Command | wire.Rejected)


def test_an_event_is_one_line():
    event = wire.Error(code="banned", detail="two\nlines", ref="1")
    line = JsonLines().encoding.encode(event)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert wire.decode_event(line) == event


def test_it_is_a_dialect_without_a_dialogue():
    dialect: Dialect = JsonLines()
    assert dialect.keeps_log
    assert dialect.greeting() == b""
    assert dialect.ask_password() is None
