"""What a message looks like: runs of text, each with the names of its tags.

A tag with a colon says whose or which: ``name:ada``, ``url:https://…``, ``react:👍``,
``retry:`` and ``remove:`` with the id of a post, ``unfold:`` with the seq of a message.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from chat.desktop.core import markdown
from chat.desktop.core.blocks import Blocks
from chat.desktop.core.messages import Message
from chat.desktop.core.store import Post
from chat.desktop.core.times import clock, day_label, local

TOGETHER_SECONDS = 300
FOLDED = "A message of somebody you blocked"
Run = tuple[str, tuple[str, ...]]


def message_runs(
    message: Message, previous: Message | None, own: str, blocks: Blocks
) -> list[Run]:
    """A message as it reads now, below ``previous``; ``own`` is the reader's name."""
    reactions = blocks.heard(message.reactions)
    return [
        *_head(message, previous),
        *_body(message),
        *_reactions(reactions, own),
    ]


def folded_runs(message: Message, previous: Message | None) -> list[Run]:
    """A message of somebody blocked, until somebody unfolds it."""
    tags = ("body", "italic", "faint", "unfold", f"unfold:{message.seq}")
    return [*_day_line(message, previous), (f"{FOLDED}\n", tags)]


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
    runs = [(span.text, _tags(span)) for span in markdown.spans(message.body)]
    if message.edited:
        runs.append(("  edited", ("body", "time")))
    return [*runs, ("\n", ("body",))]


def _reactions(reactions: dict[str, list[str]], own: str) -> list[Run]:
    # The margin takes the ground of what stands first.
    runs: list[Run] = [(" ", ("reactions",))]
    for emoji, names in reactions.items():
        mine = ("mine",) if own in names else ()
        chip = f" {emoji} {len(names)} "
        runs.append((chip, ("reactions", "reaction", f"react:{emoji}", *mine)))
        runs.append(("  ", ("reactions",)))
    return [*runs, ("\n", ("reactions",))] if reactions else []


def _tags(span: markdown.Span) -> tuple[str, ...]:
    tags = ["body"]
    look = "".join(style for style in ("bold", "italic") if style in span.styles)
    if look:
        tags.append(look)
    tags += [s for s in ("code", "block", "quote", "link") if s in span.styles]
    if span.target:
        tags.append(f"url:{span.target}")
    return tuple(tags)


def _day(message: Message) -> date:
    return local(message.at).date()


def _belong_together(previous: Message, message: Message) -> bool:
    """Whether one name stands for both."""
    apart = (local(message.at) - local(previous.at)).total_seconds()
    return previous.author == message.author and apart < TOGETHER_SECONDS
