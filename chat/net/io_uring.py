"""The same bytes to many sockets by one call: io_uring, where Linux lets us have it.

The sends are laid into memory that is shared with the kernel, which does them one after
the other. A call for each costs the kernel a tenth more, and Python as much again.

Sources: io_uring_setup(2), io_uring_enter(2), io_uring(7), linux/io_uring.h.
"""

from __future__ import annotations

import ctypes
import errno
import logging
import mmap
import os
import socket
import struct
import sys
import threading
import weakref
from array import array

logger = logging.getLogger(__name__)

SLOTS = 512
BUFFER_BYTES = 256 * 1024

# As on nearly every architecture; where they are others, these are refused.
SETUP, ENTER = 425, 426
# One send's trouble does not hold up those behind it (Linux 5.18; all else is older).
SUBMIT_ALL = 1 << 7
GET_EVENTS = 1
SEND = 26
# What a socket does not take at once is not to wait in the kernel.
HOW = socket.MSG_DONTWAIT
# Not a matter of the ring, but of the moment.
PASSING = {errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.ENOMEM}

# struct io_uring_params, in words of four bytes: its length, what is in it, and where
# the offsets of the two queues begin; in those, what is in them.
PARAMETERS, FLAGS, SUBMISSIONS, COMPLETIONS = 30, 2, 10, 20
HEAD, TAIL, ARRAY, CQES = 0, 1, 6, 5
SLOTS_OFFSET = 0x10000000
# struct io_uring_sqe: opcode, flags, ioprio, fd, off, addr, len, msg_flags, user_data.
SQE, SQE_BYTES = struct.Struct("=BBHiQQIIQ"), 64
# In words: the length of one; where its fd and its len are.
SQE_WORDS, SQE_FD, SQE_LEN = 16, 1, 6
# struct io_uring_cqe: the length of one; where its user_data and its res are.
CQE_WORDS, CQE_SLOT, CQE_RESULT = 4, 0, 2


class Ring:
    """What one thread shares with the kernel; no other thread may send by it.

    Raises:
        OSError: this kernel has no io_uring, or an old one, or we may not have it.
    """

    def __init__(self) -> None:
        parameters = array("I", bytes(4 * PARAMETERS))
        parameters[FLAGS] = SUBMIT_ALL
        self._file = _call(SETUP, SLOTS, _address(parameters))
        # The memory has copies of that file, and closes them by itself.
        weakref.finalize(self, os.close, self._file)
        submissions, completions = parameters[SUBMISSIONS:], parameters[COMPLETIONS:]
        # The completions have twice as many places.
        ends = completions[CQES] + 2 * SLOTS * 4 * CQE_WORDS
        length = max(submissions[ARRAY] + 4 * SLOTS, ends)
        queues = memoryview(mmap.mmap(self._file, length))
        self._words = queues.cast("I")
        # Where in it the counters are: of the sends, and of what became of them.
        self._put, self._taken = submissions[TAIL] // 4, submissions[HEAD] // 4
        self._done, self._seen = completions[TAIL] // 4, completions[HEAD] // 4
        self._results = queues[completions[CQES] : ends].cast("i")
        # A view: what is too long for it is refused, and it never moves.
        buffer = array("B", bytes(BUFFER_BYTES))
        self._buffer = memoryview(buffer)
        self._lay_out(submissions[ARRAY] // 4, _address(buffer))

    def _lay_out(self, order: int, address: int) -> None:
        """Write what stays the same of every send: the kernel changes nothing in it."""
        slots = mmap.mmap(self._file, SLOTS * SQE_BYTES, offset=SLOTS_OFFSET)
        self._slots = memoryview(slots).cast("i")
        for slot in range(SLOTS):
            self._words[order + slot] = slot
            send = SEND, 0, 0, -1, 0, address, 0, HOW, slot
            SQE.pack_into(slots, slot * SQE_BYTES, *send)

    def send(self, sockets: array[int], data: bytes) -> list[int]:
        """Send ``data``, ``BUFFER_BYTES`` at the most, to each of the sockets.

        Returns how much each has taken, in their order: 0 if it takes nothing now, or
        is gone.

        Raises:
            OSError: the kernel does not do it any more, and has sent nothing of it.
        """
        self._buffer[: len(data)] = data
        taken: list[int] = []
        while len(taken) < len(sockets):
            # Not past the end of the slots, behind which it goes on at the first.
            first = self._words[self._put] % SLOTS
            some = sockets[len(taken) : len(taken) + SLOTS - first]
            taken += self._send_from(first, some, len(data))
        return taken

    def _send_from(self, first: int, sockets: array[int], size: int) -> list[int]:
        count, words = len(sockets), self._words
        begin, end = first * SQE_WORDS, (first + count) * SQE_WORDS
        self._slots[begin + SQE_FD : end : SQE_WORDS] = sockets
        self._slots[begin + SQE_LEN : end : SQE_WORDS] = array("i", [size]) * count
        words[self._put] = (words[self._put] + count) % 2**32
        try:
            _call(ENTER, self._file, count, count, GET_EVENTS, 0, 0)
        except OSError as error:
            if error.errno not in PASSING:
                raise
            logger.warning("The kernel did not send: %s", error)
        finally:
            # What it has not taken, for want of memory, is taken back.
            words[self._put] = words[self._taken]
        return self._read(first, count, size)

    def _read(self, first: int, count: int, size: int) -> list[int]:
        """What has become of the sends: none ever waits in the kernel.

        There was one completion for each send so far, and all were read: both queues
        stand at the same place, and these do not go past the end of theirs either.
        """
        words = self._words
        begin = words[self._seen] % (2 * SLOTS) * CQE_WORDS
        end = begin + (words[self._done] - words[self._seen]) % 2**32 * CQE_WORDS
        results = self._results[begin + CQE_RESULT : end : CQE_WORDS].tolist()
        if results != [size] * count:
            # Whose they are has to be seen only now.
            slots = self._results[begin + CQE_SLOT : end : CQE_WORDS].tolist()
            by_slot = dict(zip(slots, results, strict=True))
            own = range(first, first + count)
            results = [max(0, by_slot.get(slot, 0)) for slot in own]
        words[self._seen] = words[self._done]
        return results


_here = threading.local()


def ring() -> Ring | None:
    """The ring of this thread; None if there is none to be had."""
    if not hasattr(_here, "ring"):
        _here.ring = _open()
    found: Ring | None = _here.ring
    return found


def _open() -> Ring | None:
    if sys.platform != "linux":
        return None
    try:
        found = Ring()
        found.send(
            array("i", [-1]), b"a trial: to have one is not to be allowed to use it"
        )
        return found
    except OSError as error:
        logger.debug("Without io_uring: %s", error)
        return None


# A child has the parent's memory, and would send in its place.
os.register_at_fork(after_in_child=lambda: _here.__dict__.clear())


_libc = ctypes.CDLL(None, use_errno=True)


def _call(*words: int) -> int:
    """Make a system call (syscall(2)); other threads go on meanwhile."""
    result: int = _libc.syscall(*map(ctypes.c_long, words))
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


def _address(memory: array[int]) -> int:
    return memory.buffer_info()[0]
