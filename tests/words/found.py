"""The sentences that the code and the templates say, and what nobody can translate."""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

from chat.wire import errors

ROOT = Path(__file__).parents[2]
# They speak English: the desktop client's own labels, the panel, what operators read.
ELSEWHERE = {"desktop", "migrations", "management", "admin", "doctor", "moving"}
ERRORS = {
    name
    for name, each in vars(errors).items()
    if isinstance(each, type) and issubclass(each, errors.ChatError)
}
# What is called with a sentence; at ``_hint`` it stands behind the talk.
SAYING = {"sentence", "plural", "words", "notice", "words_here", "_", "later", *ERRORS}
# The site's name, keys, and what is the same in every language.
NAMES = {"chatsite", "python3"}


@dataclass
class Found:
    """``one`` with ``many``, which is "" where nothing is counted; and where."""

    one: str
    many: str = ""
    where: set[str] = field(default_factory=set)


def sentences() -> dict[str, Found]:
    """All, by their English."""
    every: dict[str, Found] = {}
    for path, one, many in [*_of_code(), *_of_templates()]:
        found = every.setdefault(one, Found(one))
        found.many = found.many or many
        found.where.add(path)
    return dict(sorted(every.items()))


def code() -> list[Path]:
    files = (ROOT / "chat").rglob("*.py")
    return sorted(each for each in files if not ELSEWHERE & {*each.parts})


def templates() -> list[Path]:
    files = (ROOT / "templates").rglob("*.html")
    return sorted(each for each in files if "admin" not in each.parts)


def _of_code():
    for path in code():
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text())):
            for one, many in said_by(node):
                yield name, one, many


def said_by(node):
    """The sentences that one node of the code says."""
    if isinstance(node, ast.Call):
        called = _name(node.func)
        words = [
            each.value
            for each in node.args[called == "_hint" :][:2]
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        if words and called in {*SAYING, "_hint"}:
            yield words[0], "".join(words[1:])
    elif (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and _name(node.targets[0]) == "detail"
    ):
        yield node.value.value, ""


def built_in(node):
    """Whether an error's sentence is put together where nobody can translate it."""
    if not isinstance(node, ast.Call) or _name(node.func) not in ERRORS:
        return False
    return any(isinstance(each, ast.JoinedStr | ast.BinOp) for each in node.args)


def _name(node):
    if isinstance(node, ast.Call):
        node = node.func
    return getattr(node, "attr", getattr(node, "id", ""))


def _of_templates():
    calls = re.compile(r"\b(?:gettext|ngettext|_)\((.*?)\)(?= |$)", re.MULTILINE)
    for path in templates():
        for call in calls.findall(templatize(path.read_text())):
            one, *many = ast.literal_eval(f"({call},)")[:2]
            many = many[0] if many and isinstance(many[0], str) else ""
            yield path.relative_to(ROOT).as_posix(), one, many


# --- What is not translated -----------------------------------------------------------

_BLOCKS = re.compile(
    r"\{% blocktranslate.*?endblocktranslate %\}|\{[%#].*?[%#]\}|\{\{.*?\}\}", re.S
)
_CODE = re.compile(r"<(code|script|style|svg)\b.*?</\1>", re.S)
_SEEN = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"')
_TAGS = re.compile(r"<[^>]*>", re.S)


def literals(template: str) -> list[str]:
    """The words of a template that stand outside of ``{% translate %}``."""
    text = _CODE.sub(" ", _BLOCKS.sub(" ", template))
    pieces = [*_SEEN.findall(text), *_TAGS.sub("\n", text).split("\n")]
    words = (piece.strip() for piece in pieces)
    return [each for each in words if set(re.findall(r"[A-Za-z]{2,}\d?", each)) - NAMES]
