"""What happened in a room between its messages, long ago maybe: a line each."""

from __future__ import annotations

from bisect import bisect_left, insort


class Beside:
    def __init__(self) -> None:
        self._lines: list[tuple[int, str]] = []

    def note(self, seq: int, line: str) -> None:
        """By that number of the log this has happened."""
        if not self.between(seq - 1, seq + 1):
            insort(self._lines, (seq, line))

    def between(self, after: int, before: int) -> list[str]:
        """What happened between two numbers, in its order."""
        first = bisect_left(self._lines, (after + 1,))
        end = bisect_left(self._lines, (before,))
        return [line for _, line in self._lines[first:end]]
