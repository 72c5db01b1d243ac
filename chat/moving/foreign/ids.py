"""What makes a message the same when it comes again."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from uuid import UUID


def key_of_words(*about: str) -> str:
    """The key of a message that has no number: of what it is."""
    return sha256("\0".join(about).encode(errors="replace")).hexdigest()[:32]


class Counted:
    """Keys of messages that may have been said twice at the same moment."""

    def __init__(self) -> None:
        self._moment = ""
        self._seen: Counter[str] = Counter()

    def next(self, moment: str, *about: str) -> str:
        """The key of one that is so; the moments come in their order."""
        if moment != self._moment:
            self._moment = moment
            self._seen.clear()
        key = key_of_words(moment, *about)
        self._seen[key] += 1
        return f"{key}/{self._seen[key]}"


def id_of(origin: str, key: str) -> UUID:
    """The id of a message here, by its key there."""
    digest = sha256(f"{origin}\0{key}".encode(errors="replace")).digest()
    return UUID(bytes=digest[:16], version=5)
