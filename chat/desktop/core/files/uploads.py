"""Has the files of posts sent to the site, one after another; then their posts go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from chat.desktop.core.files.attachments import Attachment
from chat.desktop.core.history.messages import Event
from chat.desktop.core.requests import OFFLINE, PASSING, Refusal, Requests
from chat.desktop.core.sending.outbox import DEFAULT_RETRY_SECONDS, Outbox
from chat.desktop.core.sending.posts import Post
from chat.desktop.core.timers import Timers

NOWHERE = "The site does not say where its pages are: no file can be sent there."


@dataclass(frozen=True)
class Progress:
    """``come``: bytes that have arrived. ``is_over``: no more will; ``refusal`` is the
    sentence that says why not all did, if so.
    """

    come: int
    is_over: bool = False
    refusal: str = ""


Told = Callable[[Progress], None]
Cancel = Callable[[], None]
# Sends a file of so many bytes to an address, and tells how it goes.
Send = Callable[[str, Path, int, Told], Cancel]


class _UnderWay:
    """A file of a post, from the question where to send it on."""

    def __init__(self, post: str, file: Attachment) -> None:
        self.post, self.file = post, file
        self.id = ""
        self.come = 0
        self.cancel: Cancel = _not_begun


class Uploads:
    """``look`` whenever the outbox has changed. ``over(post, refusal)`` is told when a
    file of that post has come, or is refused; ``changed()`` when it has come further.

    ``send`` is how a file is sent.
    """

    send: Send | None = None

    def __init__(
        self,
        outbox: Outbox,
        requests: Requests,
        timers: Timers,
        *,
        over: Callable[[str, Refusal | None], None],
        changed: Callable[[], None],
    ) -> None:
        self._outbox = outbox
        self._requests = requests
        self._timers = timers
        self._over = over
        self._changed = changed
        self._under_way: _UnderWay | None = None

    def look(self) -> None:
        """Let be what nobody wants any more, and go on with what waits."""
        if self._under_way is not None:
            post = self._outbox.get(self._under_way.post)
            if post is not None and not post.error:
                return
            self._under_way.cancel()
            self._under_way = None
        waiting = (each for each in self._outbox.posts if each.awaits_files)
        post = next(waiting, None) if self._requests.is_up else None
        if post is not None:
            self._ask(post)

    def state_of(self, post: Post) -> str:
        """How far its files are, while they are sent; else nothing."""
        way = self._under_way
        if way is None or way.post != post.id:
            return ""
        percent = 100 * way.come // way.file.size
        return f"sending {way.file.name}: {percent} %"

    # --- Steps ------------------------------------------------------------------------

    def _ask(self, post: Post) -> None:
        """Ask where its next file is to be sent."""
        file = next(each for each in post.files if not each.id)
        way = self._under_way = _UnderWay(post.id, file)
        command = {"type": "upload", "name": file.name, "size": file.size}
        answers = partial(self._begin, way), partial(self._refused, way)
        self._requests.ask(command, *answers)

    def _begin(self, way: _UnderWay, event: Event) -> None:
        if self._under_way is not way:
            return
        url = event.get("url")
        if not url or self.send is None:
            self._refused(way, Refusal("nowhere", NOWHERE))
            return
        way.id = event["id"]
        told = partial(self._told, way)
        way.cancel = self.send(url, Path(way.file.path), way.file.size, told)

    def _told(self, way: _UnderWay, progress: Progress) -> None:
        if self._under_way is not way:
            return
        way.come = progress.come
        if progress.refusal:
            self._refused(way, Refusal("not-sent", progress.refusal))
        elif progress.is_over:
            self._under_way = None
            self._outbox.bring(way.post, way.file, way.id)
            self._over(way.post, None)
        else:
            self._changed()

    def _refused(self, way: _UnderWay, refusal: Refusal) -> None:
        if self._under_way is not way:
            return
        self._under_way = None
        if refusal.code in PASSING:
            seconds = refusal.retry or DEFAULT_RETRY_SECONDS
            self._timers.after(seconds, self.look)
        elif refusal is not OFFLINE:  # else it is looked at with the next welcome
            self._over(way.post, refusal)


def _not_begun() -> None:
    """There is nothing to cancel yet."""
