"""The kernel sends to many sockets at once, and says what became of each."""

import errno
import gc
import os
import socket
import subprocess
import sys
from array import array
from contextlib import ExitStack

import pytest

from chat.net import io_uring
from chat.net.io_uring import BUFFER_BYTES, SLOTS, Ring
from tests.support.servers import PROJECT
from tests.support.tools import absent


@pytest.fixture
def sends():
    if io_uring.ring() is None:
        absent("io_uring")
    return Ring()


@pytest.fixture
def pairs():
    with ExitStack() as closing:
        pairs = [socket.socketpair() for _ in range(8)]
        for end in (end for pair in pairs for end in pair):
            closing.enter_context(end).setblocking(False)
        yield pairs


def numbers(pairs):
    return array("i", [ours.fileno() for ours, _ in pairs])


@pytest.mark.parametrize("count", [1, 7, SLOTS - 1, SLOTS, SLOTS + 1, 3 * SLOTS])
def test_each_is_sent_it_once_however_many_there_are(sends, pairs, count):
    sockets = (numbers(pairs) * count)[:count]
    for which in range(5):
        words = b"hello %d" % which
        assert sends.send(sockets, words) == [len(words)] * count
        for place, (_, theirs) in enumerate(pairs):
            times = len(range(place, count, len(pairs)))
            assert not times or theirs.recv(BUFFER_BYTES) == words * times


@pytest.mark.parametrize("blocks", [False, True])
def test_nobody_is_waited_for_who_does_not_read(sends, pairs, blocks):
    (full, _), *others = pairs
    full.setblocking(blocks)
    while sends.send(numbers([(full, None)]), bytes(BUFFER_BYTES))[0]:
        pass
    sockets = numbers(pairs[:3])
    assert sends.send(sockets, b"all") == [0, 3, 3]
    assert [theirs.recv(9) for _, theirs in others[:2]] == [b"all"] * 2


def test_who_takes_a_part_is_told_from_the_others(sends, pairs):
    sockets = numbers(pairs[:3])
    for (ours, _), room in zip(pairs, (16_384, 2 * BUFFER_BYTES, 16_384), strict=False):
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, room)
    first, most, last = sends.send(sockets, bytes(BUFFER_BYTES))
    assert 0 < first == last < most


def test_who_is_gone_has_taken_nothing(sends, pairs):
    sockets = numbers(pairs[:4])
    pairs[1][1].close()
    pairs[2][0].shutdown(socket.SHUT_WR)
    sockets[3] = -1
    assert sends.send(sockets, b"all") == [3, 0, 0, 0]
    assert sends.send(numbers(pairs[4:]), b"all") == [3] * 4


def test_what_the_kernel_does_not_take_is_sent_to_nobody_later(
    sends, pairs, monkeypatch
):
    real = io_uring._call

    def short_of_memory(*words):
        if words[0] == io_uring.ENTER:
            monkeypatch.setattr(io_uring, "_call", real)
            raise OSError(errno.EAGAIN, "no memory")
        return real(*words)

    monkeypatch.setattr(io_uring, "_call", short_of_memory)
    sockets = numbers(pairs)
    assert sends.send(sockets, b"first") == [0] * len(pairs)
    assert sends.send(sockets, b"second") == [6] * len(pairs)
    assert {theirs.recv(99) for _, theirs in pairs} == {b"second"}


def test_what_the_kernel_takes_in_part_is_sent_once(sends, pairs, monkeypatch):
    real = io_uring._call

    def half(number, file, count, *more):
        monkeypatch.setattr(io_uring, "_call", real)
        return real(number, file, count // 2, count // 2, *more[1:])

    monkeypatch.setattr(io_uring, "_call", half)
    sockets = numbers(pairs)
    assert sends.send(sockets, b"first ") == [6] * 4 + [0] * 4
    assert sends.send(sockets, b"second") == [6] * len(pairs)
    heard = [theirs.recv(99) for _, theirs in pairs]
    assert heard == [b"first second"] * 4 + [b"second"] * 4


@pytest.mark.dear
def test_a_ring_that_is_forgotten_is_closed():
    if io_uring.ring() is None:
        absent("io_uring")
    gc.collect()
    files = set(os.listdir("/proc/self/fd"))
    Ring()
    gc.collect()
    assert set(os.listdir("/proc/self/fd")) == files


def test_too_much_is_refused(sends, pairs):
    with pytest.raises(ValueError):
        sends.send(numbers(pairs), bytes(BUFFER_BYTES + 1))


@pytest.mark.processes
def test_a_child_has_a_ring_of_its_own(sends):
    code = """
import os
from chat.net.io_uring import ring
before = ring()
child = os.fork()
if not child:
    os._exit(ring() is before or ring() is None)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT).returncode == 0


def test_one_that_may_not_be_used_is_none(monkeypatch):
    real = io_uring._call

    def refuse(number, *more):
        if number == io_uring.ENTER:
            raise OSError(errno.EPERM, "refused")
        return real(number, *more)

    monkeypatch.setattr(io_uring, "_call", refuse)
    assert io_uring._open() is None


@pytest.mark.parametrize("error", [errno.EPERM, errno.ENOSYS, errno.EINVAL])
def test_where_there_is_none_to_be_had_it_goes_without(monkeypatch, error):
    def refuse(*_):
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(io_uring, "_call", refuse)
    assert io_uring._open() is None
