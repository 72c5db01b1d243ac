"""How large a file is, as people read it: as the site says it."""

from __future__ import annotations

_UNITS = "kB", "MB", "GB", "TB"


def size_of(size: int) -> str:
    """In a unit of which there are few: 1.2 MB."""
    if size < 1000:
        return f"{size} B"
    amount, units = size / 1000, iter(_UNITS)
    unit = next(units)
    while amount >= 999.5 and (larger := next(units, "")):
        amount, unit = amount / 1000, larger
    return f"{amount:.1f} {unit}" if amount < 9.95 else f"{amount:.0f} {unit}"
