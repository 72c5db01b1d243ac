"""What terminals send: telnet's commands and line ends, however the bytes were cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.dialects.terminal import COMMANDS_MOST, SUBNEGOTIATION_MOST, Terminal
from tests.support.dear import is_cheap

# What PuTTY begins with: WILL NAWS, TSPEED, TTYPE, NEW-ENVIRON, DO ECHO, SGA both ways.
PUTTY = bytes.fromhex("fffb1f fffb20 fffb18 fffb27 fffd01 fffb03 fffd03")
REFUSED = bytes.fromhex("fffe1f fffe20 fffe18 fffe27 fffc01 fffe03 fffc03")
MOST = SUBNEGOTIATION_MOST


def fed(data, chunk=None):
    """The text, and all that was answered to it."""
    terminal, text, answers = Terminal(), b"", b""
    for start in range(0, len(data), chunk or len(data) or 1):
        more, answer = terminal.feed(data[start : start + (chunk or len(data))])
        text, answers = text + more, answers + answer
    return text, answers


@pytest.mark.parametrize(
    ("data", "text", "answers"),
    [
        (b"", b"", b""),
        (b"ada\n", b"ada\n", b""),
        ("hé👋\n".encode(), "hé👋\n".encode(), b""),
        # Line ends.
        (b"a\r\nb\r\0c\rd\n", b"a\nb\nc\nd\n", b""),
        (b"a\r\r\n\n", b"a\n\n\n", b""),
        (b"a\0b\n", b"ab\n", b""),
        # Telnet.
        (PUTTY + b"ada\r\n", b"ada\n", REFUSED),
        (b"\xff\xf4\xff\xfd\x06after\n", b"\x15after\n", b"\xff\xfc\x06"),
        (b"\xff\xfc\x01\xff\xfe\x01a\n", b"a\n", b""),
        (b"a\xff\xf1\xff\xf2\xff\xf5\xff\xf9b\n", b"ab\n", b""),
        (b"bobb\xff\xf7x\xff\xf8", b"bobb\x7fx\x15", b""),
        (b"\xff\xf6?", b"?", b"* Yes.\n"),
        (b"a\xff\xfa\x1f\0P\0\n\xff\xff\xff\xf0b", b"ab", b""),
        (b"a\xff\xfa\x18\xff\xf1b", b"ab", b""),
        (b"\xff\xfa" + b"x" * MOST + b"ada\n", b"ada\n", b""),
        # No telnet: not to be taken for what was said.
        (b"a\xff\xffb\n", b"a\xffb\n", b""),
        (b"a\xffb\n", b"a\xffb\n", b""),
        (b"a\xff\r\n", b"a\xff\n", b""),
    ],
)
@pytest.mark.parametrize("chunk", [None, 1, 2])
def test_the_text_is_what_a_person_has_said(data, text, answers, chunk):
    assert fed(data, chunk) == (text, answers)


@given(
    st.lists(
        st.sampled_from([b"\xff", b"\xfa", b"\xf0", b"\xfd", b"\x06", b"\xff\xf4"])
        | st.sampled_from([b"\r", b"\n", b"\0", b"a", b"x" * MOST])
        | st.binary()
    ).map(b"".join),
    st.integers(1, 7),
)
@pytest.mark.dear
def test_however_it_is_cut_it_reads_the_same(data, chunk):
    (whole, answers), (cut, cut_answers) = fed(data), fed(data, 1)
    assert whole == cut == fed(data, chunk)[0]
    assert bool(answers) == bool(cut_answers)


@given(st.text().map(str.encode), st.binary(max_size=MOST // 4), st.integers(0, 50))
def test_a_command_within_what_is_said_changes_nothing_of_it(said, option, where):
    whole, _ = fed(said)
    doubled = option.replace(b"\xff", b"\xff\xff")
    for command in (b"\xff\xfa" + doubled + b"\xff\xf0", PUTTY, b"\xff\xf1"):
        if said[where - 1 : where] != b"\r":
            assert fed(said[:where] + command + said[where:]) == (
                whole,
                REFUSED if command is PUTTY else b"",
            )


def test_who_asks_for_the_same_without_end_is_answered_once_and_no_terminal():
    terminal = Terminal()
    assert terminal.feed(b"\xff\xfd\x06" * COMMANDS_MOST) == (b"", b"\xff\xfc\x06")
    assert not terminal.is_over
    terminal.feed(b"\xff\xfd\x06" * (COMMANDS_MOST + 1))
    assert terminal.is_over


@pytest.mark.parametrize(
    "piece",
    [b"\xff\xfa" + b"x" * 510, b"\xff\xfa\xff\xff", b"\xff\xff", b"\xff\xfd\x01"],
)
def test_commands_cost_little_more_than_letters(piece):
    data = (piece * 2**16)[: 2**16]
    assert is_cheap(lambda: Terminal().feed(data), 0.005)


def test_the_end_of_a_file_is_the_end():
    terminal = Terminal()
    assert terminal.feed(b"bye\n\xff\xec") == (b"bye\n", b"")
    assert terminal.is_over
