"""How long the server is waited for, and how long until the next try."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """Seconds. A connection that lasted ``steady`` was a good one."""

    welcome: float = 20.0
    quiet: float = 15.0
    answer: float = 10.0
    steady: float = 5.0
    first_pause: float = 1.0
    longest_pause: float = 30.0
