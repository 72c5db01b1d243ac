"""What people type to clean HTML: rendered once, when a message is stored.

It comes out as it went in, unless formatting was plainly meant: docs/formatting.md has
the rules. nh3 cleans what markdown-it made: two independent authors would have to err
in the same place before a script got through.
"""

from __future__ import annotations

import re
from html import escape, unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from chat.text.blocks import use_blocks
from chat.text.emphasis import use_emphasis
from chat.text.highlight import CLASSES, in_colours
from chat.text.hosts import show_hosts
from chat.text.inline import use_inline
from chat.text.mentions import use_mentions
from chat.text.spacing import keep_space
from chat.text.visible import is_visible
from chat.wire import BODY_CHARACTERS


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    for use in (use_blocks, use_inline, use_emphasis, show_hosts, keep_space):
        use(parser)
    use_mentions(parser)
    parser.add_render_rule("fence", _fence)
    return parser


def _fence(
    renderer: RendererHTML,
    tokens: list[Token],
    at: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    return in_colours(tokens[at].content, tokens[at].info)


# What is stored with all HTML that comes from here. One more, whenever a body comes out
# in another way than before, be it by another release of what it is made with: what the
# renderers before have made is then made anew (``chat/models/messages/renewal.py``).
RENDERER: int = 8

_markdown = _parser()
_TAGS = {
    *("p", "br", "em", "strong", "s", "code", "pre", "blockquote", "a", "span"),
    *("ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "li": {"value"},
    "pre": {"data-language"},
}
_TAG = re.compile("<[^>]*>")


# Most of what is said: one line of words, which none of the three would change. It has
# no mark that means anything, does not begin like a list, and a dot ends a word: no
# address has that.
_PLAIN = re.compile(r"(?!\d+\.)[^\W_](?:[^\W_]|[ ,;'()!?-]|\.(?= |\.|$))*+(?<! )")


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
    html = _markdown.render(body)
    cleaned = nh3.clean(
        # A host in punycode (``xn--``) may stand for halves of characters.
        html.encode(errors="replace").decode(),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes={"span": {"mention", *CLASSES}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
    if is_visible(unescape(_TAG.sub("", cleaned))):
        return cleaned
    # Formatting of nothing is shown as it was typed.
    typed = escape(body).replace("\n", "<br>\n")
    return f"<p>{typed}</p>"
