"""The cost of a delivery as a chart, in SVG that is read in light and in dark."""

from collections.abc import Iterator
from html import escape
from math import ceil, log10
from statistics import median

from tests.benchmarks.fanout import FLIGHTS
from tests.benchmarks.figures import Figures
from tests.benchmarks.table import number

WIDTH, LEFT, RIGHT, TOP = 760, 170, 60, 58
BAR, GAP = 13, 12
GROUP = len(FLIGHTS) * BAR + GAP
LEAST = 0.1  # µs, where the bars begin
TITLE = (
    "Server CPU for each delivered message, in µs, by powers of ten (less is better)"
)
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #57606a }
.title { font-size: 14px; font-weight: 600; fill: #1f2328 }
.own { font-weight: 600; fill: #1f2328 }
line { stroke: #d0d7de }
.f1 { fill: #9aa3ad } .f8 { fill: #6e7781 } .f64 { fill: #424a53 }
.own.f1 { fill: #79b0f5 } .own.f8 { fill: #3d7bd9 } .own.f64 { fill: #1f4fa0 }
@media (prefers-color-scheme: dark) {
  text { fill: #9198a1 }
  .title, .own { fill: #f0f6fc }
  line { stroke: #3d444d }
  .f1 { fill: #59636e } .f8 { fill: #818b98 } .f64 { fill: #b7bdc8 }
  .own.f1 { fill: #1f4fa0 } .own.f8 { fill: #3d7bd9 } .own.f64 { fill: #79b0f5 }
}
"""


def chart(figures: Figures) -> str:
    """Bars on a scale by powers of ten; "" if there is nothing to be shown."""
    groups = _groups(figures)
    if not groups:
        return ""
    most = max(max(values.values()) for values in groups.values())
    decades = max(1, ceil(log10(max(most, LEAST) / LEAST)))
    height = TOP + GROUP * len(groups) + 8
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
            f' width="{WIDTH}" height="{height}" role="img" aria-label="{TITLE}">',
            f"<style>{STYLE}</style>",
            f'<text x="8" y="20" class="title">{TITLE}</text>',
            *_legend(),
            *_scale(decades, height),
            *(
                line
                for place, (name, values) in enumerate(groups.items())
                for line in _group(name, values, TOP + GROUP * place, decades)
            ),
            "</svg>\n",
        ]
    )


def _groups(figures: Figures) -> dict[str, dict[int, float]]:
    """The medians of each server, by messages in flight; the dearest comes last."""
    groups: dict[str, dict[int, float]] = {}
    for row in figures.rows.values():
        name, _, flying = row.name.removesuffix(" in flight").rpartition(", ")
        if row.name.endswith(" in flight") and row.figures:
            groups.setdefault(name, {})[int(flying)] = median(row.values.values())
    return dict(sorted(groups.items(), key=lambda one: min(one[1].values())))


def _legend() -> Iterator[str]:
    for place, flying in enumerate(FLIGHTS):
        x = LEFT + 110 * place
        yield f'<rect x="{x}" y="31" width="10" height="10" class="f{flying}"/>'
        yield f'<text x="{x + 15}" y="40">{flying} in flight</text>'


def _scale(decades: int, height: int) -> Iterator[str]:
    for power in range(decades + 1):
        x = _x(LEAST * 10**power, decades)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 4}" y2="{height - 8}"/>'
        label = number(LEAST * 10**power)
        yield f'<text x="{x + 3:.1f}" y="{TOP - 5}">{label}</text>'


def _group(name: str, values: dict[int, float], y: int, decades: int) -> Iterator[str]:
    own = "own" if name.startswith("chatsite") else ""
    yield (
        f'<text x="{LEFT - 8}" y="{y + (GROUP + GAP) / 2:.0f}" text-anchor="end"'
        f' class="{own}">{escape(name)}</text>'
    )
    for place, (flying, value) in enumerate(values.items()):
        top, end = y + GAP // 2 + BAR * place, _x(value, decades)
        yield (
            f'<rect x="{LEFT}" y="{top}" width="{max(1, end - LEFT):.1f}"'
            f' height="{BAR - 2}" class="{own} f{flying}"/>'
        )
        text = f'x="{end + 5:.1f}" y="{top + BAR - 3}" class="{own}"'
        yield f"<text {text}>{number(value)}</text>"


def _x(value: float, decades: int) -> float:
    # What is less than the clock's tick is nothing, which has no logarithm.
    share = log10(max(value, LEAST) / LEAST) / decades
    return LEFT + (WIDTH - LEFT - RIGHT) * share
