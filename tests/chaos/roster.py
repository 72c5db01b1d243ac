"""A client's picture of who is here, by the rules of the contract."""

from collections.abc import Iterable


class Roster:
    """``online`` are names; None before the first list."""

    def __init__(self) -> None:
        self.version = 0
        self.online: frozenset[str] | None = None

    def see(self, version: int, online: Iterable[str]) -> None:
        """Take a whole list."""
        self.version, self.online = version, frozenset(online)

    def change(
        self, version: int, online: Iterable[str], offline: Iterable[str]
    ) -> bool:
        """Take a delta; whether one was missed, and the whole list is needed."""
        if self.online is None or version <= self.version:
            return False
        if version > self.version + 1:
            return True
        self.see(version, (self.online | frozenset(online)) - frozenset(offline))
        return False
