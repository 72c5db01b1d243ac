"""How a TCP door speaks: bytes to commands and events to bytes, without any I/O.

A dialect belongs to one connection. What the peer sent goes in with ``feed``; what it
means comes out of ``next`` piece by piece, because the meaning of a line can depend on
the answer to the one before (after a registered name, the next line is its password).
"""

from chat.dialects.base import Dialect, Quit, Received

__all__ = ["Dialect", "Quit", "Received"]
