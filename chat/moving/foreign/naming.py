"""What people and rooms of another chat may be called here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from chat.text.clean import clean_topic, one_line
from chat.wire import NAME_CHARACTERS, TOPIC_CHARACTERS
from chat.wire.errors import ChatError

TRIES = 10_000
Found = TypeVar("Found")


def first_that_is_taken(
    wanted: Iterable[str], others: Sequence[str], make: Callable[[str], Found]
) -> Found:
    """What ``make`` makes of the first name that it takes; it raises for others.

    ``others``: what somebody is called of whose names none can be one here.

    Raises:
        ChatError: it takes none at all.
    """
    refusal: ChatError | None = None
    for name in _candidates(wanted, others):
        try:
            return make(name)
        except ChatError as error:
            refusal = error
    assert refusal is not None
    raise refusal


def topic_here(text: str) -> str:
    """A topic that is not too long."""
    line = one_line(text)
    return clean_topic(
        line[: TOPIC_CHARACTERS - 1] + "…" * (len(line) >= TOPIC_CHARACTERS)
    )


def _candidates(wanted: Iterable[str], others: Sequence[str]) -> Iterator[str]:
    names = list(dict.fromkeys(map(_fitting, wanted)))
    spelled = [name for name in names if name]
    yield from spelled
    # Others have them all, or they mix scripts: a number behind, or plain letters.
    bases = [*spelled[:1], *map(_in_ascii, spelled[:1]), *map(_fitting, others)]
    for base in dict.fromkeys(filter(None, bases)):
        if base not in spelled:
            yield base
        most = TRIES if base == others[-1] else 100
        for number in range(2, most):
            yield f"{base[: NAME_CHARACTERS - len(str(number))]}{number}"


def _fitting(name: str) -> str:
    """With ``-`` for what a name has not: spaces, dots and so on."""
    kept = "".join(
        c if c.isalnum() or c in "-_'’" or _is_mark(c) else "-" for c in name
    )
    tidy = re.sub("-{2,}", "-", kept).strip("-_'’")
    return tidy[:NAME_CHARACTERS].rstrip("-_'’")


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _in_ascii(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name)
    plain = apart.encode("ascii", "ignore").decode()
    # Of another alphabet hardly anything would be left.
    is_whole = len(plain) == sum(not _is_mark(character) for character in apart)
    return _fitting(plain) if is_whole else ""
