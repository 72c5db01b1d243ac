"""What a person has lately picked, by kinds, the last first.

The twin of the page's ``browser/uses.js``.
"""

from __future__ import annotations

import json

from chat.desktop.core.storage.store import Store

FACT = "uses"
MOST, HALF = 100, 8


class Uses:
    """On disk a moment later, with what else is new."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, kind: str, name: str) -> None:
        """It was picked."""
        uses = self._read()
        uses[kind] = [name, *self._all(kind)][:MOST]
        self._store.put_fact(FACT, json.dumps(uses))

    def weights(self, kind: str) -> dict[str, float]:
        """How much each was picked: often, and lately."""
        weights: dict[str, float] = {}
        for place, name in enumerate(self._all(kind)):
            weights[name] = weights.get(name, 0) + HALF / (HALF + place)
        return weights

    def clear(self) -> None:
        """They were another's."""
        self._store.put_fact(FACT, "")

    def _all(self, kind: str) -> list[str]:
        kept = self._read().get(kind)
        return [each for each in kept if isinstance(each, str)] if kept else []

    def _read(self) -> dict[str, list[str]]:
        try:
            kept = json.loads(self._store.fact(FACT) or "{}")
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}
