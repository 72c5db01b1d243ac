"""The figures as a person reads them, and as a program does."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from statistics import median

from tests.benchmarks.bars import Bar
from tests.benchmarks.figures import Figures, Row

# From there on the load generator may have slowed down what it has measured.
BUSY = 0.9
HEAD = ("what", "median", "spread", "its Redis", "load", "bar", "seen", "")
WORDS = {True: "met", False: "**missed**", None: ""}


def table(figures: Figures, bars: Sequence[Bar]) -> str:
    """A table in Markdown, which lines up on a screen, too."""
    rows = markdown([HEAD, *_lines(figures, bars)])
    return "\n".join([rows, *_notes(figures.rows.values())])


def markdown(lines: Sequence[Sequence[str]]) -> str:
    """A table of its head and its rows, in columns of one width."""
    widths = [max(3, *map(len, column)) for column in zip(*lines, strict=True)]
    rule = ["-" * width for width in widths]
    padded = [
        [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        for line in lines
    ]
    return "\n".join(
        f"| {' | '.join(line)} |" for line in (padded[0], rule, *padded[1:])
    )


def as_json(figures: Figures, bars: Sequence[Bar], machine: str) -> str:
    """Everything that was seen, round by round."""
    return json.dumps(
        {
            "machine": machine,
            "rows": [_row_facts(row) for row in figures.rows.values()],
            "bars": [_bar_facts(bar, figures) for bar in bars],
        },
        indent=1,
        ensure_ascii=False,
    )


def number(value: float) -> str:
    """Three figures, or all there are before the point."""
    if value >= 100 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def _lines(figures: Figures, bars: Sequence[Bar]) -> Iterator[Sequence[str]]:
    """A line for each row, and one more for each further bar of it."""
    for row in figures.rows.values():
        own = [
            _bar(bar, figures)
            for bar in bars
            if bar.row == row.name and bar.seen(figures)
        ]
        for first, held in zip_longest([_row(row)], own or [("", "", "")]):
            yield *(first or [""] * 5), *held


def _row(row: Row) -> Sequence[str]:
    if not row.figures:
        return [row.name, "not measured", "", "", ""]
    values = list(row.values.values())
    return [
        row.name,
        f"{number(median(values))} {row.unit}".strip(),
        f"{number(min(values))} – {number(max(values))}",
        f"+ {number(row.redis)}" if row.redis else "",
        _load(row.busy),
    ]


def _load(busy: float | None) -> str:
    if busy is None:
        return ""
    return f"{busy:.0%}" + (" !" if busy > BUSY else "")


def _bar(bar: Bar, figures: Figures) -> Sequence[str]:
    sign = "≥" if bar.is_least else "≤"
    of = f" of {bar.against.partition(', ')[0]}" if bar.against else ""
    met = WORDS[bar.is_met(figures)]
    return [f"{sign} {number(bar.limit)}{of}", _seen(bar.seen(figures)), met]


def _seen(values: Sequence[float]) -> str:
    spread = f" ({number(min(values))} – {number(max(values))})"
    return number(median(values)) + (spread if len(values) > 1 else "")


def _notes(rows: Iterable[Row]) -> Iterator[str]:
    rows = list(rows)
    yield ""
    yield "load: how busy the core of the load generator was, which checks everything."
    if any((row.busy or 0) > BUSY for row in rows):
        yield "!: it was at its limit; without it, the server may have joined less."
    yield from (f"{row.name}: {row.note}" for row in rows if row.note)


def _row_facts(row: Row) -> dict[str, object]:
    facts = {"name": row.name, "unit": row.unit, "note": row.note}
    figures = row.figures.values()
    return facts | {
        "values": [figure.value for figure in figures],
        "redis": [figure.redis for figure in figures],
        "busy": [figure.busy for figure in figures],
    }


def _bar_facts(bar: Bar, figures: Figures) -> dict[str, object]:
    facts = {"row": bar.row, "against": bar.against, "limit": bar.limit}
    seen = bar.seen(figures)
    return facts | {"seen": seen, "met": bar.is_met(figures)}
