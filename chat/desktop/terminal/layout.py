"""Messages as lines of a given width, each line as runs of text with their styles."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from chat.desktop.core.content.mentions import pieces
from chat.desktop.core.content.polls import standing
from chat.desktop.core.content.quotes import DELETED, Quote
from chat.desktop.core.content.spans import Span, spans
from chat.desktop.core.history.messages import Message
from chat.desktop.core.people.blocks import UNHEARD, Blocks
from chat.desktop.core.sending.posts import Post
from chat.desktop.core.times import clock, day_label, local

Run = tuple[str, frozenset[str]]
Line = list[Run]
PLAIN: frozenset[str] = frozenset()
INDENT = "  "
GOING = "You delete this message: /undo keeps it."


def message_lines(
    message: Message,
    previous: Message | None,
    width: int,
    blocks: Blocks,
    you: int = 0,
) -> list[Line]:
    """A message as it reads now, under the name of who said it, for ``you`` to read."""
    lines: list[Line] = []
    day = local(message.at).date()
    if previous is None or local(previous.at).date() != day:
        label = f" {day_label(message.at, date.today())} "
        lines.append([(label.center(width, "─"), frozenset({"faint"}))])
        previous = None
    if blocks.has(message.author):
        folded = [(UNHEARD, frozenset({"faint"}))]
        return [*lines, *_wrapped(folded, width)]
    is_new = previous is None or previous.action or previous.author != message.author
    if is_new and not message.action:
        guest = "  guest" if message.guest else ""
        name = (message.sender, frozenset({"bold", "name"}))
        lines.append([name, (f"  {clock(message.at)}{guest}", frozenset({"faint"}))])
    return [*lines, *_said(message, width, blocks, you)]


def _said(message: Message, width: int, blocks: Blocks, you: int) -> list[Line]:
    """Its words, below what they answer, and the reactions; or that they are gone."""
    if not message.is_there:
        gone = DELETED if message.deleted else GOING
        return _wrapped([(gone, frozenset({"faint"}))], width)
    quote = message.quote
    return [
        *([] if quote is None else _quoted(quote, width, blocks)),
        *_wrapped(_runs(message, you), width),
        *_chips(message, width, blocks),
    ]


def _chips(message: Message, width: int, blocks: Blocks) -> list[Line]:
    """How often it was reacted to, and by what."""
    reactions = blocks.heard(message.reactions, message.reactors)
    if not reactions:
        return []
    chips = [f"{emoji} {len(names)}" for emoji, names in reactions.items()]
    return _wrapped([("  ".join(chips), frozenset({"faint"}))], width)


def waiting_lines(post: Post, waiting: str, width: int) -> list[Line]:
    """What is typed and not posted yet; ``waiting`` says what it waits for."""
    if post.is_refused:
        refusal = f"Not sent: {post.error}  /again sends it, /drop removes it."
        state: Run = (refusal, frozenset({"bad"}))
    else:
        state = (post.error or waiting, frozenset({"faint"}))
    body = [(post.text, frozenset({"faint"}))]
    above = _quoted(post.reply.quote, width, Blocks()) if post.reply else []
    return [*above, *_wrapped(body, width), *_wrapped([state], width)]


def note_lines(text: str, width: int) -> list[Line]:
    """Something that is no message."""
    return _wrapped([(text, frozenset({"note"}))], width)


def width_of(text: str) -> int:
    """In the terminal's columns."""
    return sum(map(_columns, text))


def clipped(text: str, width: int) -> str:
    """As much of a text as a line has room for."""
    columns = 0
    for at, character in enumerate(text):
        columns += _columns(character)
        if columns > width:
            return text[:at]
    return text


def _quoted(quote: Quote, width: int, blocks: Blocks) -> list[Line]:
    text = clipped(f"> {''.join(blocks.quoted(quote))}", width - len(INDENT))
    return [[(INDENT, PLAIN), (text, frozenset({"quote"}))]]


def _runs(message: Message, you: int) -> list[Run]:
    found = spans(message.html, message.body)
    runs: list[Run] = []
    if message.action:
        runs.append((f"* {message.sender} ", frozenset({"italic", "name"})))
    for at, span in enumerate(found):
        if "mention" in span.styles:
            runs += _named(span, message, you)
        elif "struck" in span.styles:
            runs.append((f"~~{span.text}~~", span.styles))
        else:
            runs.append((span.text, span.styles))
        following = found[at + 1].link if at + 1 < len(found) else 0
        if span.link and following != span.link:
            runs.append((_leading(found, span), span.styles))
    if message.poll is not None:
        runs.append(("\n", PLAIN))
        runs.append((standing(message.poll, message.seq), frozenset({"bold"})))
    if message.edited:
        runs.append(("  edited", frozenset({"faint"})))
    return runs


def _named(span: Span, message: Message, you: int) -> list[Run]:
    """Somebody who is named, as they are called now; oneself stands out."""
    name, rest, who = pieces(span.text, message.mentions, message.calls)
    if who is None:
        return [(span.text, span.styles - {"mention"})]
    is_meant = message.calls_for(who, you)
    styles = span.styles | {"named"} if is_meant else span.styles
    return [(name, styles), (rest, span.styles - {"mention"})]


def _leading(found: Iterable[Span], last: Span) -> str:
    """A terminal opens links by itself, if it sees them."""
    text = "".join(span.text for span in found if span.link == last.link)
    return "" if last.target == text else f" ({last.target})"


def _wrapped(runs: Iterable[Run], width: int) -> list[Line]:
    lines: list[Line] = [[(INDENT, PLAIN)]]
    left = room = max(4, width - len(INDENT))
    for word, styles in _words(runs):
        columns = width_of(word)
        if word == "\n" or (columns > left and left < room):
            lines.append([(INDENT, PLAIN)])
            left = room
            if word == "\n" or word.isspace():
                continue
        while columns > left:
            piece = clipped(word, left)
            lines[-1].append((piece, styles))
            lines.append([(INDENT, PLAIN)])
            word, left = word[len(piece) :], room
            columns = width_of(word)
        lines[-1].append((word, styles))
        left -= columns
    return lines


def _words(runs: Iterable[Run]) -> Iterator[Run]:
    """Words, spaces and line ends, one by one."""
    for text, styles in runs:
        word, kind = "", ""
        for character in text.replace("\t", "    "):
            now = "end" if character == "\n" else "gap" if character == " " else "word"
            if word and (now != kind or now == "end"):
                yield word, styles
                word = ""
            word, kind = word + character, now
        if word:
            yield word, styles


def _columns(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200d\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
