"""Who is online, by name."""

from __future__ import annotations

from collections.abc import Iterable

from chat.desktop.core.fold import in_order
from chat.desktop.core.messages import Event


class Roster:
    """Deltas carry a version. One that does not follow ours means that something was
    missed, or that the server has lost its count: ask ``who``, one question at a time.
    """

    def __init__(self) -> None:
        self.version = 0
        self._names: set[str] = set()
        self._asked = False
        self._heard_meanwhile: int | None = None

    @property
    def names(self) -> list[str]:
        return in_order(self._names)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def replace(self, names: Iterable[str], version: int) -> None:
        """The whole list, from ``welcome`` or ``online``."""
        self._names = _people(names)
        self.version = version
        self._asked = False
        if self._heard_meanwhile is not None and self._heard_meanwhile <= version:
            self._heard_meanwhile = None

    def receive(self, delta: Event) -> bool:
        """A delta; whether it followed ours and was taken in."""
        if delta["version"] == self.version:
            return False
        if delta["version"] != self.version + 1:
            self._heard_meanwhile = delta["version"]
            return False
        self.version = delta["version"]
        self._names.difference_update(delta["offline"])
        self._names |= _people(delta["online"])
        return True

    def question(self) -> bool:
        """Whether ``who`` has to be asked now; once until the answer came."""
        if self._asked or self._heard_meanwhile is None:
            return False
        missed = self._heard_meanwhile != self.version
        self._heard_meanwhile = None
        self._asked = missed
        return missed

    def lost(self) -> None:
        """The question will not be answered, and who is here is not known any more."""
        self._asked = False


def _people(names: Iterable[str]) -> set[str]:
    """Those that can be shown, whatever the server says."""
    return {name for name in names if isinstance(name, str) and name}
