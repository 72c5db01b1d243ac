"""What is left of a connection that is lost: what its peer had said is still done.

Whoever pipes a script into a door and hangs up (``nc -q0``) is reset as soon as the
script is answered; what came before that, the kernel keeps, and hands on as before. So
it is bounded by the socket's own buffers, and takes the time that it takes.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable

# How long an application may do nothing of what has come, when the peer is gone.
LOST_SECONDS = 60.0


class Lost:
    """``is_so``: the connection is lost. ``give_up`` is called when the application has
    done nothing for a while since.
    """

    def __init__(self, give_up: Callable[[], None]) -> None:
        self.is_so = False
        self._give_up = give_up
        self._timer: asyncio.TimerHandle | None = None
        self._socket: socket.socket | None = None

    def begin(
        self, transport: asyncio.BaseTransport | None, error: Exception | None
    ) -> None:
        """It is lost, by a reset if there is an ``error``: then what the kernel has is
        read. ``transport`` is None if that is nothing, or nothing more is heard.
        """
        self.is_so = True
        if transport is not None and isinstance(error, OSError):
            number = transport.get_extra_info("socket").fileno()
            with contextlib.suppress(OSError):  # there are no files left
                self._socket = socket.socket(fileno=os.dup(number))
        self.go_on()

    def go_on(self) -> None:
        """The application does something: it is waited for."""
        self._stop_timer()
        if not self.is_so:
            return
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(LOST_SECONDS, self._give_up)

    def read(self, size: int) -> bytes:
        """The next of what had come; nothing if there is no more.

        Whether the peer had said everything is not known then: once a reset has been
        told, the kernel tells an end.
        """
        self.go_on()
        data = b""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                data = self._socket.recv(size)
        if not data:
            self._close()
        return data

    def end(self) -> None:
        """The application has ended."""
        self._stop_timer()
        self._close()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
