"""How large a file is, as people read it: as the site says it."""

from __future__ import annotations

UNITS = "B", "kB", "MB", "GB", "TB"


def size_of(size: int) -> str:
    """In a unit of which there are few: 1.2 MB."""
    unit, (name, *larger) = 1, UNITS
    while larger and _rounded(size, unit) >= 1000:
        unit, (name, *larger) = unit * 1000, larger
    tenths = _rounded(10 * size, unit)
    amount = tenths / 10 if unit > 1 and tenths < 100 else _rounded(size, unit)
    return f"{amount:,} {name}".replace(".0 ", " ")


def measures_of(size: int, width: int | None, height: int | None) -> str:
    """What a file is told of by: 1.2 MB; a picture by 1.2 MB, 640 × 480."""
    return f"{size_of(size)}, {width} × {height}" if width else size_of(size)


def length_of(seconds: int) -> str:
    """How long a voice takes: 1:05."""
    return f"{seconds // 60}:{seconds % 60:02}"


def _rounded(size: int, unit: int) -> int:
    """How many units that is; a half counts as one."""
    return (2 * size + unit) // (2 * unit)
