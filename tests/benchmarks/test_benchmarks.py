"""The benchmark: that it runs, and that whoever listens there notices what is wrong."""

import re
import subprocess
import sys

import pytest

from tests.benchmarks.bars import Bar
from tests.benchmarks.chart import chart
from tests.benchmarks.figures import Figure, Figures
from tests.benchmarks.readers import Board, Reader
from tests.benchmarks.streams import NUMBER, Frames, Lines, Mistake, frame, words
from tests.benchmarks.table import table
from tests.support.servers import PROJECT

SECONDS = 400
ROWS = [
    *(f"chatsite, {flying} in flight" for flying in (1, 8, 64)),
    *(f"chatsite, {door}, 8 in flight" for door in ("plain text", "JSON lines")),
    *("the page", "the page: queries"),
]


@pytest.mark.processes
@pytest.mark.bar
@pytest.mark.timeout(SECONDS)
def test_a_run_saves_a_figure_in_each_row(tmp_path):
    words = ["-m", "tests.benchmarks", "page", "fanout", "--only", "chatsite"]
    words += ["--quick", "--strict", "--save", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, *words], cwd=PROJECT, capture_output=True, text=True
    )
    assert not done.stderr, done.stderr
    assert done.returncode == ("**missed**" in done.stdout), done.stdout
    saved = (tmp_path / "benchmark.md").read_text()
    assert saved.splitlines()[0] in done.stdout
    figure = r"^\| {} +\| [\d,.]+ "
    absent = [
        row for row in ROWS if not re.search(figure.format(re.escape(row)), saved, re.M)
    ]
    assert not absent, saved
    assert "<rect" in (tmp_path / "fan-out.svg").read_text()


# --- What is heard --------------------------------------------------------------------


class Wire:
    """A transport that keeps what is written."""

    def __init__(self):
        self.written = []
        self.write = self.written.append


@pytest.fixture
def board():
    return Board()


async def enter(board, stream=None):
    """A reader who is in."""
    reader = Reader(board, stream or Lines(f"^{NUMBER}"), [(b"hello", b"you are in\n")])
    reader.connection_made(Wire())
    reader.data_received(b"you are in\n")
    return await reader.is_in


def say(board, count, speaker=0):
    """So many lines, as they have to come."""
    return [words(board.next_for(speaker)).encode() + b"\n" for _ in range(count)]


async def test_what_comes_once_and_in_order_is_right(board):
    readers = [await enter(board) for _ in range(3)]
    lines = say(board, 5)
    for reader in readers:
        reader.data_received(b"".join(lines))
    assert (board.done, board.mistake) == (5, "")


async def test_it_is_done_when_the_last_has_heard_it(board):
    first, last = await enter(board), await enter(board)
    [one, other] = say(board, 2)
    first.data_received(one + other)
    last.data_received(one)
    assert board.done == 1
    last.data_received(other)
    assert board.done == 2


@pytest.mark.parametrize(
    ("came", "wrong"),
    [
        ((0, 1, 1), "message 1 came again"),
        ((0, 1, 0), "message 0 came again"),
        ((0, 2), "message 1 did not come before 2"),
        ((1, 0, 2), "message 0 did not come before 1"),
    ],
)
@pytest.mark.parametrize("others", [0, 1])
async def test_a_stream_that_is_not_right_is_noticed(board, came, wrong, others):
    reader, *others = [await enter(board) for _ in range(1 + others)]
    lines = say(board, 3)
    for other in others:
        other.data_received(b"".join(lines))
    for which in came:
        reader.data_received(lines[which])
    assert board.mistake == wrong


async def test_speakers_take_turns_as_they_come_but_alike_for_all(board):
    first, second = await enter(board), await enter(board)
    [ada], [bob] = say(board, 1, speaker=1), say(board, 1, speaker=2)
    first.data_received(bob + ada)
    assert not board.mistake
    second.data_received(ada + bob)
    assert board.mistake == "message 1 did not come before 0"


async def test_nobody_waits_for_ever_for_what_does_not_come(board, monkeypatch):
    monkeypatch.setattr("tests.benchmarks.readers.PATIENCE_SECONDS", 0)
    await enter(board)
    with pytest.raises(Mistake, match="0 of 1 messages"):
        await board.drive(lambda: say(board, 1), flying=1, seconds=0)


async def test_whoever_is_cut_off_is_noticed(board):
    (await enter(board)).connection_lost(None)
    assert board.mistake == "somebody was cut off"


# --- What comes -----------------------------------------------------------------------


def served(payload, kind=0x1):
    """A frame of a server: nothing is masked there (RFC 6455 §5.1)."""
    size = len(payload)
    length = bytes([size]) if size < 126 else b"\x7e" + size.to_bytes(2, "big")
    return bytes([0x80 | kind]) + length + payload


STREAMS = {
    "lines": (Lines(f"^{NUMBER}"), b"hello\n%b\n%b\n"),
    "frames": (Frames(NUMBER), served(b"x" * 200) + b"%b%b"),
}


@pytest.mark.parametrize("kind", STREAMS)
def test_the_same_comes_out_however_the_bytes_are_cut(kind):
    stream, form = STREAMS[kind]
    texts = [words(number).encode() for number in (7, 8)]
    data = form % tuple(served(text) if kind == "frames" else text for text in texts)
    for size in (1, 2, 5, len(data)):
        numbers, rest = [], b""
        for at in range(0, len(data), size):
            piece = stream.cut(rest + data[at : at + size])
            numbers, rest = numbers + piece.numbers, piece.rest
        assert (numbers, rest) == ([7, 8], b"")


def test_a_ping_is_answered():
    assert Frames(NUMBER).cut(served(b"?", kind=0x9)).replies == frame(b"?", 0xA)
    assert Lines(NUMBER).cut(b"PING :irc\r\n").replies == b"PONG :irc\r\n"


# --- What is shown --------------------------------------------------------------------


@pytest.fixture
def figures():
    figures = Figures()
    for which, (own, other) in enumerate([(1, 10), (4, 20), (9, 30)]):
        figures.add(which, "own", "µs", Figure(own, busy=0.95))
        figures.add(which, "other", "µs", Figure(other, redis=1, busy=0.5))
    return figures


def test_a_chart_has_room_for_figures_below_the_clocks_tick():
    figures = Figures()
    assert chart(figures) == ""
    for flying in (1, 8, 64):
        figures.add(0, f"swift, {flying} in flight", "µs", Figure(0))
    assert chart(figures).count('class=" f') == 3


def test_a_ratio_is_the_median_of_the_rounds(figures):
    assert Bar("own", 0.2, "other").seen(figures) == [0.1, 0.2, 0.3]
    assert Bar("own", 0.2, "other").is_met(figures)
    assert not Bar("own", 0.19, "other").is_met(figures)
    assert Bar("own", 4, is_least=True).is_met(figures)


def test_a_bar_of_what_was_not_measured_is_neither_met_nor_missed(figures):
    bar = Bar("own", 1, "somebody")
    assert bar.is_met(figures) is None
    assert "somebody" not in shown(figures, bar)


def test_a_row_shows_its_median_its_spread_and_its_bars(figures):
    figures.row("other", "µs").note = "It was late."
    text = shown(figures, Bar("own", 0.19, "other"))
    bar = "≤ 0.19 of other | 0.2 (0.1 – 0.3) | **missed** |"
    assert f"| own | 4 µs | 1 – 9 | | 95% ! | {bar}" in text
    assert "| other | 20 µs | 10 – 30 | + 1 | 50% |" in text
    assert "other: It was late." in text


def shown(figures, bar):
    return re.sub(" +", " ", table(figures, [bar]))
