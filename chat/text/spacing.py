"""The blank lines of a message, which markdown-it drops.

Paragraphs that follow one another become one, with the blank lines in it; those beside
another block go to the end of the text before it, or to the begin of the text behind.
White space between blocks means nothing then, so none is made.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_LEAVES = ("paragraph_open", "heading_open", "fence")


def keep_space(markdown: MarkdownIt) -> MarkdownIt:
    """Have it keep them."""
    markdown.core.ruler.push("blank_lines", _keep)
    return markdown


def _keep(state: StateCore) -> None:
    spaced: list[Token] = []
    end: int | None = None
    for token in state.tokens:
        token.block = False  # a block token's tags are followed by a line break
        if token.type not in _LEAVES or token.map is None:
            spaced.append(token)
            continue
        gap = 0 if end is None else max(0, token.map[0] - end)
        is_first = end is None
        end = token.map[1]
        if token.tag == "p" and not is_first and spaced[-1].type == "paragraph_close":
            spaced[-1] = _breaks(gap + 1)
        elif token.tag == "p" and spaced[-1:] and spaced[-1].nesting < 1:
            spaced += [token, _breaks(gap)]
        else:
            _part(spaced, gap)
            spaced.append(token)
    state.tokens = spaced


def _part(tokens: list[Token], gap: int) -> None:
    """Put blank lines behind all that is closed there, before what is opened."""
    place = len(tokens)
    while place and tokens[place - 1].nesting > 0:
        place -= 1
    if not gap or not place:
        return
    last = tokens[place - 1]
    is_in_list = place < len(tokens) and tokens[place].tag == "li"
    if last.type == "paragraph_close":
        tokens.insert(place - 1, _breaks(gap + 1))
    elif is_in_list:
        # Nothing stands between two items: the last line of the one before ends later.
        closed = next(
            (n for n in range(place - 1, -1, -1) if tokens[n].nesting >= 0), 0
        )
        if tokens[closed + 1].type == "paragraph_close":
            tokens.insert(closed + 1, _breaks(gap + 1))
    else:
        tokens[place:place] = [_tag(1), _breaks(gap), _tag(-1)]


def _breaks(count: int) -> Token:
    children = [Token("softbreak", "br", 0) for _ in range(count)]
    return Token("inline", "", 0, children=children)


def _tag(nesting: int) -> Token:
    name = "paragraph_open" if nesting > 0 else "paragraph_close"
    return Token(name, "p", -1 if nesting < 0 else 1)
