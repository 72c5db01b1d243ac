"""What was typed and is not ``posted`` yet: on disk, and sent in order.

A post has the id that it was given at Enter for good: the server answers the second
sending like the first, also if another copy of the client did the first.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from uuid import uuid4

from chat.desktop.core.content.quotes import Reply
from chat.desktop.core.files.attachments import Attachment
from chat.desktop.core.history.messages import Message
from chat.desktop.core.requests import PASSING, Refusal
from chat.desktop.core.sending.posts import Post
from chat.desktop.core.storage.store import Store

ANSWER_SECONDS = 20.0
DEFAULT_RETRY_SECONDS = 1.0
# Who has to wait for longer is told: what is for others need not wait as well.
LONGEST_PAUSE_SECONDS = 60.0
# There may be no such message to answer any more.
GONE = "no-such-conversation"
# It may be said of one place alone: what is for others need not wait.
OF_A_PLACE = "unavailable"


class Outbox:
    """``now()`` in seconds; one post at a time is under way, so that order holds."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now
        self._posts: dict[str, Post] = {}
        self._sent_id = ""
        self._sent_at = 0.0
        self._paused_until = 0.0
        # The same of the first post to a place, by its id.
        self._pauses: dict[str, float] = {}
        self.adopt()

    @property
    def posts(self) -> list[Post]:
        """In the order they were made."""
        return sorted(self._posts.values(), key=lambda post: post.made)

    def get(self, id: str) -> Post | None:
        return self._posts.get(id)

    def add(
        self,
        to: int | str,
        name: str,
        *bodies: str,
        action: bool = False,
        reply: Reply | None = None,
        files: tuple[Attachment, ...] = (),
    ) -> Post:
        """Keep new posts, all or none, of which the first is the reply, and has the
        files; returns the last one.

        Raises:
            sqlite3.Error: they cannot be kept.
        """
        made = self._next_made
        parcel = str(uuid4()) if len(bodies) > 1 else ""
        posts = [
            Post(str(uuid4()), to, name, body, at, action=action, parcel=parcel)
            for at, body in enumerate(bodies, start=made)
        ]
        posts[0] = replace(posts[0], reply=reply, files=files)
        self._store.keep_posts(posts)
        self._posts.update((post.id, post) for post in posts)
        return posts[-1]

    def hold(self, to: int, name: str, message: Message, error: str) -> None:
        """Keep what was said as a post of its own id that was refused."""
        made, action = self._next_made, message.action
        self._keep(Post(message.id, to, name, message.body, made, error, action))

    def adopt(self) -> None:
        """Take over what is on disk: of a copy that crashed, or of one that lives."""
        self._posts = {post.id: post for post in self._store.posts()}

    # --- Sending ----------------------------------------------------------------------

    def next(self) -> Post | None:
        """What to send now, if anything; it counts as sent."""
        now = self._now()
        if now < self._paused_until:
            return None
        post = self._posts.get(self._sent_id)
        if post is not None and now < self._sent_at + ANSWER_SECONDS:
            return None
        post = post or self._first()
        if post is not None:
            self._sent_id, self._sent_at = post.id, now
        return post

    def wait(self) -> float | None:
        """Seconds until ``next`` may have something; None if time does nothing."""
        waiting = _ready(self.posts)
        if not waiting:
            return None
        now = self._now()
        if now < self._paused_until:
            return self._paused_until - now
        if self._sent_id:
            return max(0.0, self._sent_at + ANSWER_SECONDS - now)
        return max(0.0, min(map(self._due, waiting)) - now)

    def disconnected(self) -> None:
        """Whatever is under way is sent again, over the next connection."""
        self._sent_id = ""
        self._paused_until = 0.0
        self._pauses.clear()

    def bring(self, id: str, file: Attachment, name: str) -> None:
        """A file of a post has come to the site, which calls it so."""
        if post := self._posts.get(id):
            here = replace(file, id=name)
            files = tuple(here if each == file else each for each in post.files)
            self._keep(replace(post, files=files))

    # --- What the server says ---------------------------------------------------------

    def confirm(self, id: str) -> Post | None:
        """It is in the log."""
        self._landed(id)
        post = self._posts.pop(id, None)
        if post is not None:
            self._store.drop_post(id)
        return post

    def refuse(self, id: str, refusal: Refusal, held: int = 0) -> Post | None:
        """An error answered it; or it waits for a moderator, by the number ``held``.
        Returns the post, if it was one.
        """
        post = self._posts.get(id)
        if post is None:
            return None
        self._landed(id)
        if refusal.code == GONE:
            post = replace(post, reply=None)
        seconds = refusal.retry or DEFAULT_RETRY_SECONDS
        if refusal.code not in PASSING or seconds > LONGEST_PAUSE_SECONDS:
            post = self._keep(replace(post, error=refusal.detail, held=held))
        elif refusal.code == OF_A_PLACE:
            self._pauses[id] = self._now() + seconds
        else:
            self._paused_until = self._now() + seconds
        return post

    # --- What the person says about a refused one -------------------------------------

    def retry(self, id: str) -> None:
        if post := self._posts.get(id):
            # The site lets go of what is not shared: its files are sent once more.
            files = tuple(replace(each, id="") for each in post.files)
            self._keep(replace(post.refused(""), files=files))

    def refuse_all(self, detail: str) -> None:
        """The person has to decide about everything that is here."""
        for post in self.posts:
            self._keep(post.refused(detail))

    def rename(self, former: str, name: str) -> None:
        """The conversation of that name is called otherwise."""
        for post in self.posts:
            if post.name == former != name:
                self._keep(replace(post, name=name))

    def _keep(self, post: Post) -> Post:
        self._store.keep_posts([post])
        self._posts[post.id] = post
        return post

    @property
    def _next_made(self) -> int:
        last = max((post.made for post in self._posts.values()), default=0)
        return max(int(time.time() * 1000), last + 1)

    def _first(self) -> Post | None:
        """The first that is neither refused nor, meanwhile, sent by another copy."""
        now = self._now()
        for post in _ready(self.posts):
            if now < self._due(post):
                continue
            if self._store.has_post(post.id):
                return post
            del self._posts[post.id]
        return None

    def _due(self, post: Post) -> float:
        """When it may be sent, as far as its place is concerned: in order, there."""
        paused = [(self._posts.get(id), until) for id, until in self._pauses.items()]
        there = (
            until
            for first, until in paused
            if first and (first.to == post.to or first.name == post.name)
        )
        return max(there, default=0.0)

    def _landed(self, id: str) -> None:
        self._pauses.pop(id, None)
        if self._sent_id == id:
            self._sent_id = ""


def _ready(posts: Iterable[Post]) -> list[Post]:
    """Those that may go: not after one, there, whose files are on the way."""
    ready: list[Post] = []
    behind: set[int | str] = set()
    for post in posts:
        if post.awaits_files or not behind.isdisjoint((post.to, post.name)):
            behind |= {post.to, post.name}
        elif not post.error:
            ready.append(post)
    return ready
