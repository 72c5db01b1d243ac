"""Markdown to clean HTML: rendered once, when a message is stored.

CommonMark without raw HTML and images, with bare links and line breaks as they were
typed. nh3 cleans what markdown-it made: two independent authors would have to err
in the same place before a script got through.
"""

import re

import nh3
from markdown_it import MarkdownIt

from chat.text.linkify import use_links
from chat.wire import BODY_CHARACTERS

_markdown = use_links(
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .enable(["strikethrough"])
    .disable(["image", "html_block", "html_inline"])
)
_TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "a"),
    *("ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6"),
}


# Most of what is said: one line of words, which none of the three would change. It has
# no mark that means anything, does not begin like a list, and a dot ends a word: no
# address has that.
_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|[ ,;'()!?-]|\.(?= |\.|$))*+(?<! )")


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
    return nh3.clean(
        _markdown.render(body).strip(),
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
