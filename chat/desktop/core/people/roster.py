"""Who is online, by number; by name alone, if the server says no more."""

from __future__ import annotations

from collections.abc import Sequence

from chat.desktop.core.finding.fold import in_order
from chat.desktop.core.history.messages import Event


class Roster:
    """Deltas carry a version. One that does not follow ours means that something was
    missed, or that the server has lost its count: ask ``who``, one question at a time.
    """

    def __init__(self) -> None:
        self.version = 0
        self._people: dict[int | str, str] = {}
        self._has_numbers = False
        self._asked = False
        self._heard_meanwhile: int | None = None

    @property
    def names(self) -> list[str]:
        return in_order(self._people.values())

    def __contains__(self, name: str) -> bool:
        return name in self._people.values()

    def has_person(self, number: int | None, name: str) -> bool:
        """Whether that person is here, whatever they are called."""
        return number in self._people if self._has_numbers else name in self

    def number_of(self, name: str) -> int | None:
        """Who of those here is called that; None if nobody, or if it is not known."""
        found = (who for who, known in self._people.items() if known == name)
        return next((who for who in found if isinstance(who, int)), None)

    def replace(
        self, names: Sequence[str], version: int, numbers: Sequence[int] = ()
    ) -> None:
        """The whole list, from ``welcome`` or ``online``."""
        self._has_numbers = bool(numbers) and len(numbers) == len(names)
        self._people = self._keyed(names, numbers)
        self.version = version
        self._asked = False
        if self._heard_meanwhile is not None and self._heard_meanwhile <= version:
            self._heard_meanwhile = None

    def receive(self, delta: Event) -> bool:
        """A delta; whether it followed ours and was taken in."""
        if delta["version"] == self.version:
            return False
        came, went = delta.get("came", []), delta.get("went", [])
        says_who = len(came) == len(delta["online"])
        says_who = says_who and len(went) >= len(delta["offline"])
        is_short = self._has_numbers and not says_who
        if delta["version"] != self.version + 1 or is_short:
            self._heard_meanwhile = delta["version"]
            return False
        self.version = delta["version"]
        for key in went if self._has_numbers else delta["offline"]:
            self._people.pop(key, None)
        self._people.update(self._keyed(delta["online"], came))
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

    def _keyed(
        self, names: Sequence[str], numbers: Sequence[int]
    ) -> dict[int | str, str]:
        """Those that can be shown, whatever the server says."""
        keys: Sequence[int | str] = numbers if self._has_numbers else names
        pairs = zip(keys, names)
        return {key: name for key, name in pairs if isinstance(name, str) and name}
