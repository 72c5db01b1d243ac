"""What a message looks like: runs of text, each with the names of its tags.

A tag with a colon says whose or which: ``name:ada``, ``link:2`` for the message's third
link, ``react:👍``, ``retry:`` and ``remove:`` with the id of a post, ``unfold:`` with
the seq of a message.

What a message may cost is bounded: every run makes the next one in its line dearer, so
beyond some it is plain text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from chat.desktop.core import markdown
from chat.desktop.core.blocks import UNHEARD, Blocks
from chat.desktop.core.messages import Message
from chat.desktop.core.store import Post
from chat.desktop.core.times import clock, day_label, local

TOGETHER_SECONDS = 300
RUNS_MOST = 120
REACTIONS_MOST = 30
BODIES_KEPT = 512
Run = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Link:
    """A link, and what it reads as."""

    text: str
    target: str


@dataclass(frozen=True)
class Body:
    """A message's body, drawn; the run with the tag ``link:2`` is its third link."""

    runs: tuple[Run, ...]
    links: tuple[Link, ...]


def message_runs(
    message: Message, previous: Message | None, own: str, blocks: Blocks
) -> list[Run]:
    """A message as it reads now, below ``previous``; ``own`` is the reader's name."""
    reactions = blocks.heard(message.reactions, message.reactors)
    return [
        *_head(message, previous),
        *_body(message),
        *_reactions(reactions, own),
    ]


def folded_runs(message: Message, previous: Message | None) -> list[Run]:
    """A message of somebody blocked, until somebody unfolds it."""
    tags = ("body", "italic", "faint", "unfold", f"unfold:{message.seq}")
    return [*_day_line(message, previous), (f"{UNHEARD}\n", tags)]


def waiting_runs(post: Post) -> list[Run]:
    """What is typed and not posted yet."""
    runs: list[Run] = [(f"{post.body}\n", ("body", "waiting"))]
    if not post.error:
        return [*runs, ("waiting to be sent\n", ("body", "time"))]
    return [
        *runs,
        (f"Not sent: {post.error}  ", ("body", "refused")),
        ("Send again", ("body", "link", "retry", f"retry:{post.id}")),
        ("  ", ("body",)),
        ("Remove", ("body", "link", "remove", f"remove:{post.id}")),
        ("\n", ("body",)),
    ]


def flat(runs: list[Run]) -> list[Any]:
    """As Tk's ``insert`` takes them."""
    return [part for run in runs for part in run] or [""]


def _head(message: Message, previous: Message | None) -> list[Run]:
    runs = _day_line(message, previous)
    if runs or previous is None or not _belong_together(previous, message):
        guest = "  guest" if message.guest else ""
        runs.append((message.sender, ("name", f"name:{message.sender}")))
        runs.append((f"  {clock(message.at)}{guest}\n", ("name", "time")))
    return runs


def _day_line(message: Message, previous: Message | None) -> list[Run]:
    if previous is not None and _day(previous) == _day(message):
        return []
    return [(f"{day_label(message.at, date.today())}\n", ("day",))]


def _body(message: Message) -> list[Run]:
    if message.deleted:
        return [("This message was deleted.\n", ("body", "italic", "faint"))]
    runs = body_of(message.body).runs
    edited: list[Run] = [("  edited", ("body", "time"))] if message.edited else []
    return [*runs, *edited, ("\n", ("body",))]


@lru_cache(BODIES_KEPT)
def body_of(text: str) -> Body:
    """How a body looks; the end of one that has very many looks is plain."""
    spans = _joined(markdown.spans(text))
    plain = "".join(span.text for span in spans[RUNS_MOST:])
    links: list[Link] = []
    runs: list[Run] = []
    for span in spans[:RUNS_MOST]:
        runs.append((span.text, _tags(span, len(links))))
        if span.target:
            links.append(Link(span.text, span.target))
    return Body((*runs, *([(plain, ("body",))] if plain else [])), tuple(links))


def _joined(spans: Iterable[markdown.Span]) -> list[markdown.Span]:
    """Neighbours that look the same as one."""
    joined: list[markdown.Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        alike = last and not span.target and not last.target
        if last and alike and last.styles == span.styles:
            joined[-1] = replace(last, text=last.text + span.text)
        else:
            joined.append(span)
    return joined


def _reactions(reactions: dict[str, list[str]], own: str) -> list[Run]:
    # The margin takes the ground of what stands first.
    runs: list[Run] = [(" ", ("reactions",))]
    for emoji, names in islice(reactions.items(), REACTIONS_MOST):
        mine = ("mine",) if own in names else ()
        chip = f" {emoji} {len(names)} "
        runs.append((chip, ("reactions", "reaction", f"react:{emoji}", *mine)))
        runs.append(("  ", ("reactions",)))
    more = len(reactions) - REACTIONS_MOST
    if more > 0:
        runs.append((f"and {more} more", ("reactions", "time")))
    return [*runs, ("\n", ("reactions",))] if reactions else []


def _tags(span: markdown.Span, link: int) -> tuple[str, ...]:
    tags = ["body"]
    look = "".join(style for style in ("bold", "italic") if style in span.styles)
    if look:
        tags.append(look)
    tags += [s for s in ("code", "block", "quote", "link") if s in span.styles]
    if span.target:
        tags.append(f"link:{link}")
    return tuple(tags)


def _day(message: Message) -> date:
    return local(message.at).date()


def _belong_together(previous: Message, message: Message) -> bool:
    """Whether one name stands for both."""
    apart = (local(message.at) - local(previous.at)).total_seconds()
    return previous.author == message.author and apart < TOGETHER_SECONDS
