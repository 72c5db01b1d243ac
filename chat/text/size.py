"""How large something is, as people read it."""

from __future__ import annotations

from chat.words import IN_ENGLISH, Words, sentence

UNITS = (
    sentence("{amount} B"),
    sentence("{amount} kB"),
    sentence("{amount} MB"),
    sentence("{amount} GB"),
    sentence("{amount} TB"),
)


def size_of(size: int, words: Words = IN_ENGLISH) -> str:
    """In a unit of which there are few: 1.2 MB; as in ``core/files/size.js``."""
    unit, (text, *larger) = 1, UNITS
    while larger and _rounded(size, unit) >= 1000:
        unit, (text, *larger) = unit * 1000, larger
    tenths = _rounded(10 * size, unit)
    amount = tenths / 10 if unit > 1 and tenths < 100 else _rounded(size, unit)
    return words(text, amount=words.number(amount))


def measures_of(
    size: int, width: int | None, height: int | None, words: Words = IN_ENGLISH
) -> str:
    """What a file is told of by: 1.2 MB; a picture by 1.2 MB, 640 × 480."""
    about = size_of(size, words)
    return f"{about}, {width} × {height}" if width else about


def length_of(seconds: int) -> str:
    """How long a voice takes: 1:05."""
    return f"{seconds // 60}:{seconds % 60:02}"


def _rounded(size: int, unit: int) -> int:
    """How many units that is; a half counts as one."""
    return (2 * size + unit) // (2 * unit)
