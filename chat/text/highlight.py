"""Code in colours: what its parts are, in classes of one letter, by Pygments.

The languages are those of a list, each read in when somebody first writes code in it.
What is marked is bounded: far more HTML than text would go to everybody. Where it takes
too long, or a lexer fails, the code stands as it was typed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from html import escape
from itertools import groupby
from time import thread_time
from typing import Any, NamedTuple

logger = logging.getLogger(__name__)

# After so many marked parts the rest of a block stands plain.
PARTS_MOST = 500
SECONDS_MOST = 0.03
# Longer lines are data; and at each of so many blanks some lexers look far ahead.
_DATA = re.compile(r"[^\n]{1000}|\s{100}")


class Language(NamedTuple):
    """``name`` is shown; ``lexer`` is what Pygments calls it."""

    name: str
    lexer: str


# Each by its own name, and by what else people write behind the marks.
_LANGUAGES = """
    bash=Bash sh shell zsh; powershell=PowerShell ps1 ps; batch=Batch bat cmd;
    python=Python py python3; javascript=JavaScript js mjs; typescript=TypeScript ts;
    java=Java; kotlin=Kotlin kt; swift=Swift; go=Go golang; rust=Rust rs;
    c=C h; cpp=C++ c++ cc hpp; csharp=C# c# cs; ruby=Ruby rb; perl=Perl pl; lua=Lua;
    php=PHP; r=R; scala=Scala; haskell=Haskell hs; elixir=Elixir ex; erlang=Erlang erl;
    dart=Dart; sql=SQL; html=HTML htm; xml=XML svg; css=CSS; scss=SCSS; json=JSON;
    yaml=YAML yml; toml=TOML; ini=INI cfg conf; diff=Diff patch; docker=Dockerfile
    dockerfile; make=Makefile makefile; nginx=Nginx; tex=TeX latex
"""
LANGUAGES: dict[str, Language] = {}
for _entry in _LANGUAGES.split(";"):
    _own, *_others = _entry.split()
    _lexer, _, _name = _own.partition("=")
    for _word in (_lexer, *_others):
        LANGUAGES[_word] = Language(_name, _lexer)

# What a part is, by the first of these that its kind is below.
_CLASSES = {
    "Comment.Preproc": "a",
    "Comment": "c",
    "Keyword": "k",
    "Literal.String": "s",
    "Literal.Number": "n",
    "Operator.Word": "k",
    "Name.Function": "f",
    "Name.Class": "f",
    "Name.Tag": "f",
    "Name.Decorator": "a",
    "Name.Attribute": "a",
    "Name.Builtin": "a",
    "Generic.Inserted": "i",
    "Generic.Deleted": "d",
    "Generic.Heading": "c",
    "Generic.Subheading": "c",
}
CLASSES = frozenset(_CLASSES.values())


def language_of(word: str) -> Language | None:
    """What a word behind the first marks names, if it is a language of the list."""
    return LANGUAGES.get(word.strip().lower())


def in_colours(code: str, word: str, title: str = "") -> str:
    """Code as a block of HTML, in colours if ``word`` names its language.

    ``title``: what stands above it instead of the language's name, or of a word that
    names none: it was typed to be seen.
    """
    language = language_of(word)
    inner = highlight(code, language) if language else escape(code)
    above = title or (language.name if language else word.strip())
    named = f' data-language="{escape(above)}"' if above else ""
    return f"<pre{named}><code>{inner}</code></pre>"


def highlight(code: str, language: Language) -> str:
    """Code as HTML, its parts in ``<span class="k">``."""
    if _DATA.search(code):
        return escape(code)
    try:
        parts = list(_parts(code, language))
    except _TooSlow:
        return escape(code)
    except Exception:
        # A lexer that fails must not refuse what somebody says.
        logger.exception("Code in %s could not be read.", language.name)
        return escape(code)
    if "".join(text for _, text in parts) != code:
        return escape(code)
    return "".join(_marked(parts))


class _TooSlow(Exception):
    """It takes longer than it may."""


def _parts(code: str, language: Language) -> Iterator[tuple[str, str]]:
    lexer = _lexer_of(language.lexer)  # the first time it is read in: that is no delay
    end = thread_time() + SECONDS_MOST
    for number, (kind, text) in enumerate(lexer.get_tokens(code)):
        if number % 64 == 0 and thread_time() > end:
            raise _TooSlow
        yield _class_of(kind), text


def _marked(parts: list[tuple[str, str]]) -> Iterator[str]:
    marked = 0
    for kind, run in groupby(parts, key=lambda part: part[0]):
        text = escape("".join(text for _, text in run))
        marked += bool(kind)
        has_mark = kind and text.strip() and marked <= PARTS_MOST
        yield f'<span class="{kind}">{text}</span>' if has_mark else text


@cache
def _lexer_of(name: str) -> Any:
    # Here, and not above: it is read in when it is wanted, as is each language.
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]

    options = {"startinline": True} if name == "php" else {}
    return get_lexer_by_name(name, stripnl=False, ensurenl=False, **options)


@lru_cache(maxsize=1000)
def _class_of(kind: Any) -> str:
    """``Token.Name.Function.Magic``, say, is below ``Name.Function``."""
    words = str(kind).split(".")[1:]
    while words:
        if (found := _CLASSES.get(".".join(words))) is not None:
            return found
        words.pop()
    return ""
