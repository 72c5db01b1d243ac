"""What stands in the page's modules, read without running them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "static/js"
_TEXT = r'"(?:[^"\\\n]|\\.)*"'
_TEMPLATE = r"`(?:[^`\\]|\\.)*`"
# A slash after one of these begins an expression; after a value it divides.
_EXPRESSION = (
    r"(?<=[(,=:?!&|;{}\[])\s*/(?![/*])(?:\[(?:[^\]\\\n]|\\.)*\]|[^/\\\n\[]|\\.)+/\w*"
)
_TOKEN = re.compile(
    rf"(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<expression>{_EXPRESSION})"
    rf"|(?P<literal>{_TEXT}|{_TEMPLATE})",
    re.DOTALL,
)
_SAY = re.compile(rf"\bsay\(\s*({_TEXT})")
_COUNT = re.compile(rf"\bsayCount\(\s*[^\"`]+?,\s*({_TEXT}),\s*({_TEXT})")


@dataclass(frozen=True)
class Literal:
    """A string in a module, as it is written there, without the quotes.

    ``use`` is "say" where its words are looked up, "one" or "other" of what is counted.
    """

    file: str
    text: str
    use: str


def literals() -> Iterator[Literal]:
    """All strings of all modules, but those of the languages."""
    for path in sorted(SCRIPTS.rglob("*.js")):
        if path.parent.name != "languages":
            yield from literals_in(
                path.read_text(), path.relative_to(SCRIPTS).as_posix()
            )


def literals_in(source: str, file: str = "") -> Iterator[Literal]:
    """All strings of a module."""
    uses = {match.start(1): "say" for match in _SAY.finditer(source)}
    for match in _COUNT.finditer(source):
        uses |= {match.start(1): "one", match.start(2): "other"}
    for token in _TOKEN.finditer(source):
        if token["literal"]:
            use = uses.get(token.start("literal"), "")
            yield Literal(file, token["literal"][1:-1], use)
