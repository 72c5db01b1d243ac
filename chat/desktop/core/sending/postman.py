"""Carries the outbox's posts to the server, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from chat.desktop.core.content.quotes import Reply
from chat.desktop.core.files.attachments import Attachment
from chat.desktop.core.history.messages import Event
from chat.desktop.core.requests import Refusal
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.sending.outbox import Outbox
from chat.desktop.core.sending.posts import Post
from chat.desktop.core.timers import Timer, Timers

WAITING = "waiting to be sent"
STUCK = "not sent: you are not logged in"


class Postman:
    """``say(command)`` is false while there is no connection; ``changed()`` is called
    on every change.
    """

    def __init__(
        self,
        outbox: Outbox,
        say: Callable[[Event], bool],
        timers: Timers,
        changed: Callable[[], None],
    ) -> None:
        self.outbox = outbox
        self._say = say
        self._timers = timers
        self._changed = changed
        self._timer: Timer | None = None
        self._is_up = False
        # Only the person can change that they are not in.
        self.is_stuck = False

    @property
    def state(self) -> str:
        """What is said of everything that waits."""
        return STUCK if self.is_stuck else WAITING

    def waiting_in(self, conversation: Conversation) -> list[Post]:
        """The posts that wait in a conversation, in order."""
        id, name = conversation.id, conversation.name
        return [
            post for post in self.outbox.posts if post.to == id or post.name == name
        ]

    @property
    def refused_in(self) -> set[str]:
        """The names of conversations where a post was refused."""
        return {post.name for post in self.outbox.posts if post.is_refused}

    def post(
        self,
        conversation: Conversation,
        *bodies: str,
        action: bool = False,
        reply: Reply | None = None,
        files: tuple[Attachment, ...] = (),
    ) -> None:
        """Raises:
        sqlite3.Error: it cannot be kept.
        """
        name = conversation.name
        to, add = conversation.id or name, partial(self.outbox.add, action=action)
        add(to, name, *bodies, reply=reply, files=files)
        self.move_on()

    def post_to(self, name: str, body: str) -> None:
        """To ``"#room"`` or ``"@name"``.

        Raises:
            sqlite3.Error: it cannot be kept.
        """
        self.outbox.add(name, name, body)
        self.move_on()

    def rename(self, former: str, name: str) -> None:
        """What waits there was typed to that name in another spelling."""
        self.outbox.rename(former, name)
        self._changed()

    def retry(self, id: str) -> None:
        self.outbox.retry(id)
        self.move_on()

    def retry_all(self) -> None:
        """Send again whatever was refused."""
        for post in self.outbox.posts:
            if post.is_refused:
                self.retry(post.id)

    def remove(self, id: str) -> None:
        """Send it no more; what waits for a moderator goes when the server says so."""
        post = self.outbox.get(id)
        if post is not None and post.held:
            self._say({"type": "refuse", "held": post.held, "ref": id})
            return
        self.outbox.confirm(id)
        self.move_on()

    def cancel(self, parcel: str) -> None:
        """Send no more of what one text was split into."""
        for post in self.outbox.posts:
            if post.parcel == parcel:
                self.outbox.confirm(post.id)
        self.move_on()

    def hear_welcome(self, event: Event) -> None:
        """Send what waits."""
        self._is_up = True
        self.adopt()

    def adopt(self) -> None:
        """Take over what is on disk, of another copy that has gone."""
        self.outbox.adopt()
        self.move_on()

    def disown(self, sentence: str) -> None:
        """Somebody else wrote what waits: the person decides, told by a sentence."""
        self.outbox.adopt()
        self.outbox.refuse_all(sentence)

    def disconnected(self) -> None:
        self._is_up = False
        self.outbox.disconnected()

    def hear_posted(self, event: Event) -> None:
        self.posted(event["id"])

    def posted(self, id: str) -> bool:
        """It has arrived: ``posted`` proves that, or the ``message`` itself."""
        if self.outbox.confirm(id) is None:
            return False
        self.move_on()
        return True

    def refused(self, id: str, refusal: Refusal, held: int = 0) -> Post | None:
        """An error with a post's id as its ``ref``; or it waits for a moderator by the
        number ``held``; returns the post if it was one.
        """
        post = self.outbox.refuse(id, refusal, held)
        if post is not None:
            self.move_on()
        return post

    def move_on(self) -> None:
        """Something has changed: send what is due."""
        self._changed()
        self._pump()

    def _pump(self) -> None:
        """Send what is due, and come back when there is more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._is_up:
            return
        post = self.outbox.next()
        if post is not None:
            self._say(_command(post))
        wait = self.outbox.wait()
        if wait is not None:
            self._timer = self._timers.after(wait, self._pump)


def _command(post: Post) -> Event:
    command = {"to": post.to, "body": post.body, "id": post.id, "ref": post.id}
    command |= {"reads": True, **_answers(post)}
    if post.files:
        files = [file.id for file in post.files]
        return {"type": "share", **command, "files": files}
    action = {"action": True} if post.action else {}
    return {"type": "post", **command, **action, "waits": True}


def _answers(post: Post) -> Event:
    """In which log the answered message has its number: it may be restored by then."""
    if post.reply is None:
        return {}
    return {"reply_to": post.reply.quote.seq, "epoch": post.reply.epoch}
