"""Who may be meant by ``@ada`` in a text; who is, the database knows.

What can be a name behind an ``@`` that begins a word is marked in the HTML, outside of
code, of links and of addresses. It goes as far as a name may, so more may stand in it
than the name: ``@ada's``, ``@李雷你好``. Whoever knows the names tries its beginnings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from html import escape, unescape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from chat.text.emphasis import is_word
from chat.wire import NAME_CHARACTERS

# Of a letter and its marks, as they are typed.
_MOST = 4 * NAME_CHARACTERS
# What names have in them beside letters, marks and digits, and end with only seldom.
_STROKES = "-_\u2010\u2011\u05be\u058a"
_APOSTROPHES = "'\u2019\u02bc\u02bb\u2018\u05f3"
_SIGNS = '"\u05f4\u00b7\u2027\u0f0b\u30fb\u30a0\u1361\u200c\u200d'
_WITHIN = frozenset(_STROKES + _APOSTROPHES + _SIGNS)
# What an address or a path has before the sign, and behind a name.
_BEFORE = frozenset("@/\\=")
_BEHIND = re.compile(r"@|\.[a-z0-9]|/[a-z0-9]", re.IGNORECASE)
_EMPHASIS = frozenset("*_~")
_CANDIDATE = re.compile('<span class="mention">@([^<]*)</span>')


def use_mentions(markdown: MarkdownIt) -> None:
    """Have it mark these."""
    markdown.inline.ruler.before("linkify", "mention", _mention)
    markdown.add_render_rule("mention", _as_html)


def begins_mention(text: str, at: int) -> bool:
    """Whether it would be one without the backslash that is there."""
    return _is_apart(text, at) and _end(text, at + 1, len(text)) > 0


def candidates(html: str) -> list[str]:
    """What is marked in rendered HTML, without the ``@``."""
    if "@" not in html:
        return []
    return [unescape(name) for name in _CANDIDATE.findall(html)]


def replaced(html: str, shown: Callable[[str], str]) -> str:
    """The HTML with what is ``shown`` of each candidate; "": as it is."""
    return _CANDIDATE.sub(lambda its: shown(unescape(its[1])) or its[0], html)


def beginnings(candidate: str) -> Iterator[str]:
    """What of a candidate may be the name, the longest first.

    A word is not cut, but where its script has no spaces between words, or at an
    apostrophe.
    """
    for end in range(len(candidate), 0, -1):
        if end == len(candidate) or _may_end(candidate, end):
            yield candidate[:end]


def _may_end(text: str, end: int) -> bool:
    last, then = text[end - 1], text[end]
    if then in _STROKES:
        # Only where nothing but such follows.
        return not text[end:].strip(_STROKES)
    if last in _WITHIN or _is_mark(then):
        return False
    return then in _WITHIN or not (is_word(last) and is_word(then))


# --- The rule -------------------------------------------------------------------------


def _mention(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "@" or state.linkLevel:
        return False
    if not (_is_apart(state.src, state.pos) or _follows_another(state)):
        return False
    end = _end(state.src, state.pos, state.posMax)
    if not end:
        return False
    if _opens_stroke(state):
        # It is the end of what is emphasised: ``_ask @ada_``.
        end = state.pos + len(state.src[state.pos : end].rstrip("_"))
    if not silent:
        token = state.push("mention", "span", 0)
        token.content = state.src[state.pos : end]
    state.pos = end
    return True


def _as_html(
    renderer: RendererHTML,
    tokens: list[Token],
    at: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    return f'<span class="mention">{escape(tokens[at].content, quote=False)}</span>'


def _is_apart(text: str, at: int) -> bool:
    """Whether no word, path or address goes on there."""
    before = at - 1
    while before >= 0 and text[before] in _EMPHASIS:
        before -= 1
    return before < 0 or not (is_word(text[before]) or text[before] in _BEFORE)


def _follows_another(state: StateInline) -> bool:
    """``@ada/@bob``."""
    is_behind = bool(state.tokens) and state.tokens[-1].type == "mention"
    return is_behind and state.pending == "/"


def _end(text: str, at: int, most: int) -> int:
    """Where the candidate ends whose sign is there; 0 if none begins."""
    end = at + 1
    if not (text.startswith("@", at) and text[end : end + 1].isalpha()):
        return 0
    most = min(most, end + _MOST)
    while end < most and _goes_on(text[end]):
        end += 1
    is_cut = is_word(text[end : end + 1] or " ") and is_word(text[end - 1])
    if is_cut or _BEHIND.match(text, end):
        return 0
    while text[end - 1] in _WITHIN and text[end - 1] not in "-_":
        end -= 1
    return end


def _goes_on(character: str) -> bool:
    if character.isalnum() or character in _WITHIN:
        return True
    return _is_mark(character)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Mc")


def _opens_stroke(state: StateInline) -> bool:
    return any(each.open and each.marker == ord("_") for each in state.delimiters)
