"""Lines: bounded, in order, and the same however the bytes were cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.dialects.lines import OVER_LONG, LineSplitter

MOST = 8
BYTES = st.lists(
    st.sampled_from([b"\n", b"\r\n", b"\r", b"a", b"12345678", b"123456789", b"\xff"])
).map(b"".join)


def lines_of(data, *, chunk=None, eof=False):
    """What comes out for ``data``, fed in chunks of so many bytes."""
    splitter = LineSplitter(MOST)
    lines = []
    for start in range(0, len(data), chunk or len(data) or 1):
        splitter.feed(data[start : start + (chunk or len(data))])
        lines += iter(splitter.next, None)
    if eof:
        splitter.feed_eof()
        lines += iter(splitter.next, None)
    return lines


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"ada", []),
        (b"ada\n", [b"ada"]),
        (b"ada\r\n", [b"ada"]),
        (b"ada\nbob\r\neve", [b"ada", b"bob"]),
        (b"\n\r\n\n", [b"", b"", b""]),
        (b"a\rb\n", [b"a\rb"]),
        (b"a\r\r\n", [b"a\r"]),
        (b"12345678\n", [b"12345678"]),
        (b"1234567\r\n", [b"1234567"]),
        (b"12345678\r\n", [OVER_LONG]),
        (b"123456789\n", [OVER_LONG]),
        (b"a\n" + b"x" * 100 + b"\nb\n", [b"a", OVER_LONG, b"b"]),
        (b"x" * 100 + b"\n" + b"y" * 100 + b"\n", [OVER_LONG, OVER_LONG]),
        (b"x" * 100, []),
    ],
)
@pytest.mark.parametrize("chunk", [None, 1, 3])
def test_lines_come_out_whole_and_in_order(data, lines, chunk):
    assert lines_of(data, chunk=chunk) == lines


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"ada\n", [b"ada"]),
        (b"ada\nbob", [b"ada", b"bob"]),
        (b"ada\r", [b"ada"]),
        (b"x" * 100, [OVER_LONG]),
    ],
)
def test_the_end_completes_an_unfinished_line(data, lines):
    assert lines_of(data, eof=True) == lines


@given(BYTES, st.integers(1, 5))
def test_however_it_is_cut_it_reads_the_same(data, chunk):
    whole = lines_of(data, eof=True)
    assert lines_of(data, chunk=1, eof=True) == whole
    assert lines_of(data, chunk=chunk, eof=True) == whole


@given(st.lists(st.binary(max_size=MOST).filter(lambda line: b"\n" not in line)))
def test_no_line_that_fits_is_lost(lines):
    data = b"".join(line + b"\n" for line in lines)
    assert lines_of(data) == [line.removesuffix(b"\r") for line in lines]


def test_a_line_without_an_end_takes_no_more_memory_than_a_line():
    splitter = LineSplitter(MOST)
    for _ in range(10_000):
        splitter.feed(b"x" * 1000)
    assert len(splitter._unfinished) + len(splitter._lines) <= MOST + 1


@pytest.mark.dear
@pytest.mark.parametrize("chunk", [pytest.param(1, marks=pytest.mark.whole), 1_000_000])
@pytest.mark.parametrize("line", [b"\n", b"x" * 999 + b"\n"])
def test_the_time_taken_grows_with_the_bytes_and_no_faster(chunk, line):
    # Were every line to move what is behind it, this would be hours.
    splitter = LineSplitter(8192)
    data = line * (1_000_000 // len(line))
    count = 0
    for start in range(0, len(data), chunk):
        splitter.feed(data[start : start + chunk])
        count += sum(1 for _ in iter(splitter.next, None))
    assert count == data.count(b"\n")
