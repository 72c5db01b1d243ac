"""What a message looks like: runs of text, each with the names of its tags.

A tag with a colon says whose or which: ``name:ada``, ``link:2`` for a link of
the message, ``react:👍``, ``retry:`` and ``remove:`` with the id of a post, ``cancel:``
with that of a parcel; ``unfold:``, ``undo:`` and ``versions:`` with the seq of the
message, ``lead:`` with that of another one; ``person:`` with somebody's number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice
from typing import Any

from chat.desktop.core.content.quotes import DELETED, Quote
from chat.desktop.core.history.messages import Message
from chat.desktop.core.people.blocks import UNHEARD, Blocks
from chat.desktop.core.sending.posts import Post
from chat.desktop.core.times import clock, day_label, local
from chat.desktop.window.timeline.bodies import Run, body_runs

TOGETHER_SECONDS = 300
REACTIONS_MOST = 30
GOING = "You delete this message.  "


def message_runs(
    message: Message,
    previous: Message | None,
    own: str,
    blocks: Blocks,
    *,
    you: int = 0,
) -> list[Run]:
    """A message as it reads now, below ``previous``; ``own`` is the reader's name, and
    ``you`` their number.
    """
    head = _head(message, previous)
    if message.deleted or message.going:
        return [*head, *_gone(message)]
    reactions = blocks.heard(message.reactions, message.reactors)
    quoted = [] if message.quote is None else quote_runs(message.quote, blocks)
    return [
        *head,
        *quoted,
        *_body(message, own, you),
        *_reactions(reactions, own),
    ]


def quote_runs(quote: Quote, blocks: Blocks) -> list[Run]:
    """What a message answers, in a line above it; nothing is quoted of the blocked."""
    tags = ("answered", "lead", f"lead:{quote.seq}")
    who, words = blocks.quoted(quote)
    return [("↪ ", tags), (who, (*tags, "quoted")), (f"{words}\n", tags)]


def folded_runs(message: Message, previous: Message | None) -> list[Run]:
    """A message of somebody blocked, until somebody unfolds it."""
    tags = ("body", "italic", "faint", "unfold", f"unfold:{message.seq}")
    return [*_day_line(message, previous), (f"{UNHEARD}\n", tags)]


def waiting_runs(posts: Sequence[Post], state_of: Callable[[Post], str]) -> list[Run]:
    """What is typed and not posted yet; ``state_of`` says what it waits for."""
    last = {post.parcel: post for post in posts if not post.error}
    runs: list[Run] = []
    for post in posts:
        if post.reply is not None:
            runs += quote_runs(post.reply.quote, Blocks())
        runs.append((f"{post.text}\n", ("body", "waiting")))
        runs += _refused(post) if post.error else [(state_of(post), ("body", "time"))]
        if post.awaits_files:
            remove = ("body", "time", "link", "remove", f"remove:{post.id}")
            runs += [("  ", ("body",)), ("Cancel", remove)]
        if post.parcel and last.get(post.parcel) is post:
            cancel = ("body", "time", "link", "cancel", f"cancel:{post.parcel}")
            runs += [("  ", ("body",)), ("Cancel what is left of it", cancel)]
        runs.append(("\n", ("body",)))
    return runs


def flat(runs: list[Run]) -> list[Any]:
    """As Tk's ``insert`` takes them."""
    return [part for run in runs for part in run] or [""]


def _refused(post: Post) -> list[Run]:
    remove = ("body", "link", "remove", f"remove:{post.id}")
    if post.held:
        return [(f"{post.error}  ", ("body", "time")), ("Take back", remove)]
    return [
        (f"Not sent: {post.error}  ", ("body", "refused")),
        ("Send again", ("body", "link", "retry", f"retry:{post.id}")),
        ("  ", ("body",)),
        ("Remove", remove),
    ]


def _head(message: Message, previous: Message | None) -> list[Run]:
    runs = _day_line(message, previous)
    is_new = bool(runs) or previous is None or not _belong_together(previous, message)
    if is_new and not message.action:
        guest = "  guest" if message.guest else ""
        runs.append((message.sender, ("name", f"name:{message.sender}")))
        runs.append((f"  {clock(message.at)}{guest}\n", ("name", "time")))
    return runs


def _day_line(message: Message, previous: Message | None) -> list[Run]:
    if previous is not None and _day(previous) == _day(message):
        return []
    return [(f"{day_label(message.at, date.today())}\n", ("day",))]


def _gone(message: Message) -> list[Run]:
    if message.deleted:
        return [(f"{DELETED}\n", ("body", "italic", "faint"))]
    undo = ("body", "link", "undo", f"undo:{message.seq}")
    return [(GOING, ("body", "italic", "faint")), ("Undo", undo), ("\n", ("body",))]


def _body(message: Message, own: str, you: int) -> list[Run]:
    is_own = message.sender == own
    runs = body_runs(message, "" if is_own else own, you)
    if message.action:
        runs = _acted(message, runs)
    marks = _marks(message, is_own)
    last = runs[-1][1] if runs and not marks else ("body",)
    return [*runs, *marks, ("\n", last if "block" in last else ("body",))]


def _marks(message: Message, is_own: bool) -> list[Run]:
    """What stands behind the words; what one's own said before can be looked up."""
    versions = ("versions", f"versions:{message.seq}") if is_own else ()
    marks: list[Run] = []
    if message.edited:
        marks.append(("  edited", ("body", "time", *versions)))
    if message.pinned:
        marks.append(("  pinned", ("body", "time", "pinned")))
    return marks


def _acted(message: Message, runs: list[Run]) -> list[Run]:
    """``* ada waves``: what somebody does."""
    return [
        ("* ", ("body", "italic")),
        (message.sender, ("body", "bolditalic", f"name:{message.sender}")),
        (" ", ("body", "italic")),
        *((text, _slanted(tags)) for text, tags in runs),
        (f"  {clock(message.at)}", ("body", "time")),
    ]


def _slanted(tags: tuple[str, ...]) -> tuple[str, ...]:
    if "bold" in tags:
        return tuple("bolditalic" if tag == "bold" else tag for tag in tags)
    return tags if "bolditalic" in tags else (*tags, "italic")


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


def _day(message: Message) -> date:
    return local(message.at).date()


def _belong_together(previous: Message, message: Message) -> bool:
    """Whether one name stands for both."""
    if previous.action:
        return False
    apart = (local(message.at) - local(previous.at)).total_seconds()
    return previous.author == message.author and apart < TOGETHER_SECONDS
