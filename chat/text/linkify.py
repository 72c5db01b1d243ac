"""The two rules by which markdown-it makes links of bare addresses.

They say what its own do, and take ``chat.text.links`` for what is one. Its own look at
all that came before an address to find where that begins, and copy all the tokens of a
paragraph for each of them that has a link in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from chat.text.links import Link, find_links, link_at, may_have_links, scheme_before


def use_links(markdown: MarkdownIt) -> MarkdownIt:
    """Have it make links of bare addresses."""
    markdown.inline.ruler.at("linkify", _address)
    markdown.core.ruler.at("linkify", _addresses)
    return markdown.enable("linkify")


def _address(state: StateInline, silent: bool) -> bool:
    """One that has ``://``, before what is in it is taken for marks."""
    at = state.pos
    if state.linkLevel > 0 or not state.src.startswith("://", at, state.posMax):
        return False
    scheme = scheme_before(state.pending)
    # The word may have ended just before, as a part of something else.
    link = link_at(state.src, at - len(scheme)) if scheme else None
    if link is None:
        return False
    url = link.url.rstrip("*")
    target = state.md.normalizeLink(url)
    if not state.md.validateLink(target):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme)]
        _open(state.push("link_open", "a", 1), target)
        state.push("text", "", 0).content = state.md.normalizeLinkText(url)
        _close(state.push("link_close", "a", -1))
    state.pos += len(url) - len(scheme)
    return True


def _addresses(state: StateCore) -> None:
    """Those in the texts that are left."""
    for block in state.tokens:
        if block.type == "inline" and may_have_links(block.content):
            block.children = list(_linked(block.children or [], state.md))


def _linked(tokens: list[Token], markdown: MarkdownIt) -> Iterator[Token]:
    inside = 0
    before = ""
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            inside += token.nesting
        if token.type != "text" or inside or not may_have_links(token.content):
            yield token
        else:
            # ``http\\://example.org`` is no address, nor is its end.
            yield from _split(token, markdown, is_escaped=before == "text_special")
        before = token.type


def _split(token: Token, markdown: MarkdownIt, *, is_escaped: bool) -> Iterator[Token]:
    text, end = token.content, 0
    links = find_links(text)
    if is_escaped and links and links[0].start == 0:
        del links[0]
    for link in links:
        target = markdown.normalizeLink(link.url)
        if not markdown.validateLink(target):
            continue
        if link.start > end:
            yield _text(text[end : link.start], token.level)
        yield _open(Token("link_open", "a", 1, level=token.level), target)
        yield _text(_shown(text, link, markdown), token.level + 1)
        yield _close(Token("link_close", "a", -1, level=token.level))
        end = link.end
    if end < len(text):
        yield _text(text[end:], token.level)


def _shown(text: str, link: Link, markdown: MarkdownIt) -> str:
    typed = text[link.start : link.end]
    if link.scheme:
        return markdown.normalizeLinkText(typed)
    return markdown.normalizeLinkText(link.url).removeprefix("http://")


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)


def _open(token: Token, target: str) -> Token:
    token.attrs = {"href": target}
    return _close(token)


def _close(token: Token) -> Token:
    token.markup, token.info = "linkify", "auto"
    return token
