"""Markdown to clean HTML: rendered once, when a message is stored.

CommonMark without raw HTML and images, with bare links and line breaks as they were
typed. nh3 cleans what markdown-it made: two independent authors would have to err
in the same place before a script got through.
"""

import re
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote

from chat.text.hosts import show_hosts
from chat.text.linkify import use_links
from chat.wire import BODY_CHARACTERS

# Levels times lines. A quote within quotes goes over all the lines that are left to it.
_QUOTED_MOST = 6000
# What a quote ends, as markdown-it has it.
_ENDED_BY_QUOTE = ["paragraph", "reference", "blockquote", "list"]


def _quote(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    if state.level * (end - line) > _QUOTED_MOST:
        return False
    return blockquote(state, line, end, silent)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.block.ruler.at("blockquote", _quote, {"alt": _ENDED_BY_QUOTE})
    parser.enable("strikethrough").disable(["image", "html_block", "html_inline"])
    return show_hosts(use_links(parser))


# What is stored with all HTML that comes from here. One more, whenever a body comes out
# in another way than before, be it by another release of what it is made with: what the
# renderers before have made is then made anew (``chat/models/renewal.py``).
RENDERER: int = 2

_markdown = _parser()
# Characters for each bracket: links have more. Each bracket is looked at twenty times,
# as what is in it may be a link too; so many would be far dearer than all else.
_BRACKETS_APART = 6
_BRACKETS_LEAST = 80
_without_brackets = _parser().disable(["link", "reference"])
_TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "a"),
    *("ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6"),
}


# Most of what is said: one line of words, which none of the three would change. It has
# no mark that means anything, does not begin like a list, and a dot ends a word: no
# address has that.
_PLAIN = re.compile(r"(?!\d+[.)])[^\W_](?:[^\W_]|[ ,;'()!?-]|\.(?= |\.|$))*+(?<! )")


def render(body: str) -> str:
    """The message's body as HTML that is safe to put into a page.

    It takes some milliseconds for some thousand characters, whatever they are: in a
    thread of its own, where others wait (``render_plain`` is for them).
    """
    return render_plain(body) or render_fully(body)


def render_plain(body: str) -> str:
    """``render`` for what has no marks, as it is stored; empty for all else. Quick."""
    is_plain = len(body) <= BODY_CHARACTERS and _PLAIN.fullmatch(body)
    return f"<p>{body}</p>" if is_plain else ""


def render_fully(body: str) -> str:
    """``render`` for what may have marks in it."""
    brackets = body.count("[")
    is_crowded = brackets > _BRACKETS_LEAST and brackets * _BRACKETS_APART > len(body)
    parser = _without_brackets if is_crowded else _markdown
    html = parser.render(body).strip()
    cleaned = nh3.clean(
        # A host in punycode (``xn--``) may stand for halves of characters.
        html.encode(errors="replace").decode(),
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
    # What defines links alone leaves nothing to see: then it is shown as it was typed.
    return cleaned or f"<p>{escape(body)}</p>"
