"""Posts: what was typed and is not in the log yet, and how it is on disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from typing import Any

from chat.desktop.core.content.quotes import Reply
from chat.desktop.core.files.attachments import Attachment


@dataclass(frozen=True)
class Post:
    """What was typed and is not in the log yet; ``to`` is as on the wire.

    ``name`` is the conversation's, ``made`` in milliseconds since 1970, and ``error``
    the server's refusal, if there was one. ``action``: it tells what one does;
    ``parcel``: what all posts have in common that one text was split into; ``reply``:
    what it answers; ``held``: the number by which it waits for a moderator, as its
    ``error`` says; 0: it does not; ``files``: what it brings along.
    """

    id: str
    to: int | str
    name: str
    body: str
    made: int
    error: str = ""
    action: bool = False
    parcel: str = ""
    reply: Reply | None = None
    held: int = 0
    files: tuple[Attachment, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether the person has to decide what becomes of it."""
        return bool(self.error) and not self.held

    @property
    def awaits_files(self) -> bool:
        """Whether it cannot go before files of it have come to the site."""
        return not self.error and not all(file.id for file in self.files)

    @property
    def text(self) -> str:
        """What is shown of it."""
        words = f"* {self.body}" if self.action else self.body
        lines = [file.line for file in self.files]
        return "\n".join([words, *lines] if words or not lines else lines)

    def refused(self, error: str) -> Post:
        return replace(self, error=error, held=0)


def keep_post(run: Callable[..., None], post: Post) -> None:
    """Write a post; ``run(statement, *values)`` does it in the database."""
    place = json.dumps(post.to)
    row = (post.id, place, post.name, post.body, post.made, post.error)
    run("INSERT OR REPLACE INTO post VALUES (?, ?, ?, ?, ?, ?)", *row)
    # Beside it, as a copy of the client that is older reads and writes those rows.
    if post.action or post.parcel:
        more = json.dumps({"action": post.action, "parcel": post.parcel})
        run("INSERT OR REPLACE INTO post_more VALUES (?, ?)", post.id, more)
    run("DELETE FROM post_reply WHERE id = ?", post.id)
    if post.reply is not None:
        reply = json.dumps(post.reply.kept())
        run("INSERT INTO post_reply VALUES (?, ?)", post.id, reply)
    run("DELETE FROM post_held WHERE id = ?", post.id)
    if post.held:
        run("INSERT INTO post_held VALUES (?, ?)", post.id, post.held)
    if post.files:
        files = json.dumps([astuple(file) for file in post.files])
        run("INSERT OR REPLACE INTO post_files VALUES (?, ?)", post.id, files)


def post_of(id: str, place: str, *row: Any) -> Post:
    """A post, of its row and of what is beside it."""
    *own, more, reply, held, kept = row
    post = Post(id, json.loads(place), *own, **json.loads(more or "{}"))
    files = tuple(Attachment(*each) for each in json.loads(kept or "[]"))
    # An older copy may have sent it again.
    post = replace(post, held=held or 0 if post.error else 0, files=files)
    return replace(post, reply=Reply.of(json.loads(reply)) if reply else None)
