"""The figures as a person reads them: a table, and a chart for the README."""

import platform
from collections.abc import Sequence
from html import escape

from tests.benchmarks.scenarios import Row

WIDTH, ROW_HEIGHT, LEFT, RIGHT = 760, 26, 240, 90
COLOURS = {"chatsite": "#3d7bd9", "": "#9aa3ad"}


def machine() -> str:
    """What it was seen on."""
    import os

    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}"
    )


def table(rows: Sequence[Row]) -> str:
    """A table in Markdown: median, spread, bar."""
    lines = ["| what | median | of all rounds | bar | |", "|---|---|---|---|---|"]
    for row in rows:
        low, high = _number(min(row.values)), _number(max(row.values))
        met = {None: "", True: "met", False: "**missed**"}[row.is_met]
        cells = [row.name, f"{_number(row.median)} {row.unit}", f"{low} to {high}"]
        lines.append(f"| {' | '.join([*cells, row.bar, met])} |")
    return "\n".join(lines)


def chart(rows: Sequence[Row]) -> str:
    """The cost of a delivery as bars, in SVG that is read in light and in dark."""
    rows = [row for row in rows if row.unit == "µs" and "in flight" in row.name]
    # Not by the slowest: nothing else would be seen.
    most = sorted(row.median for row in rows)[-3] if len(rows) > 3 else 1.0
    height = ROW_HEIGHT * len(rows) + 40
    bars = [_bar(row, at, most) for at, row in enumerate(rows)]
    title = "Server CPU for each delivered message, µs (less is better)"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
            f' width="{WIDTH}" height="{height}" role="img" aria-label="{title}">',
            "<style>text{font:13px system-ui,sans-serif;fill:#57606a}"
            ".own{font-weight:600;fill:#3d7bd9}"
            "@media(prefers-color-scheme:dark){text{fill:#adb5bd}"
            ".own{fill:#7fb0ff}}</style>",
            f'<text x="8" y="20">{title}</text>',
            *bars,
            "</svg>\n",
        ]
    )


def _bar(row: Row, at: int, most: float) -> str:
    y = 32 + ROW_HEIGHT * at
    is_own = row.name.startswith("chatsite")
    room = WIDTH - LEFT - RIGHT
    wide = max(2.0, min(1.0, row.median / most) * room)
    colour = COLOURS["chatsite" if is_own else ""]
    own = ' class="own"' if is_own else ""
    more = " →" if row.median > most else ""
    return (
        f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end"{own}>{escape(row.name)}'
        f'</text><rect x="{LEFT}" y="{y + 3}" width="{wide:.1f}" height="14" rx="3"'
        f' fill="{colour}"/><text x="{LEFT + wide + 6:.1f}" y="{y + 14}"{own}>'
        f"{_number(row.median)}{more}</text>"
    )


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.3g}"
