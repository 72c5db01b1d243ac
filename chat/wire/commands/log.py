"""What changes a conversation's log, and what reads it."""

from __future__ import annotations

from uuid import UUID

from chat.wire.commands.base import (
    Body,
    Command,
    Emoji,
    Limit,
    Number,
    Place,
    Seq,
    Topic,
)
from chat.wire.limits import HISTORY_DEFAULT, HISTORY_LIMIT

__all__ = [
    "Delete",
    "Edit",
    "FetchChain",
    "FetchChanges",
    "FetchHistory",
    "Post",
    "React",
    "RemovePreview",
    "SetTopic",
]


class Post(Command, tag="post"):
    """Say something.

    The same ``id`` again, on any connection, at any later time, is answered by the
    same ``posted``, and there is no second message.

    Answer: ``posted``, when it is stored; or ``held``. Everybody in the conversation
        hears ``message``, this connection too, before or after it.
    to: a conversation's number, ``"#room"``, ``"&7"``, which is a group's, or
        ``"@name"``, which opens the direct conversation if there is none: with your own
        name, your notes.
    body: text with a little Markdown (docs/formatting.md). Line ends become LF and
        control characters go before it is counted.
    id: made by the client for this message, and kept until ``posted`` has arrived.
    action: it tells what you do: ``/me waves`` is the body ``waves``, read as
        ``* ada waves``.
    reads: who says it has read what was said before: ``read`` up to its own number.
        Clients for people say so.
    waits: who says it knows ``held``, which answers what waits for a moderator, and
        ends its stay in an outbox. To others that is ``not-allowed``.
    reply_to: the ``seq`` of the message there that it answers; it may be a deleted one.
    epoch: the log's, as you know that message from it; if absent, whichever it is.
    no-such-conversation: there is none that you may know of, or no such message to
        answer.
    too-long: of the body.
    malformed: nothing that can be seen is left of the body, or ``to`` is none of
        these.
    id-reused: the id was used before, for another text, another place, or another
        answer.
    no-such-user: nobody has that name.
    not-allowed: it has words that are not said there.
    too-many: so much of yours waits for a moderator.
    rate-limited: too many commands; or it would open a direct conversation, and you
        have opened many in this hour. Those that are there go on.
    """

    to: Number | Place
    body: Body
    id: UUID
    action: bool = False
    reads: bool = False
    waits: bool = False
    reply_to: Number | None = None
    epoch: Seq | None = None


class Edit(Command, tag="edit"):
    """Put other words into a message of your own; an action stays one.

    Answer: ``edited``. The others in the conversation hear it, too.
    body: as in ``post``.
    too-long: of the body.
    malformed: nothing that can be seen is left of the body.
    not-allowed: it is somebody else's, or has been deleted, or goes to somebody whom
        you have blocked.
    """

    conversation: Number
    seq: Number
    body: Body
    epoch: Seq | None = None


class Delete(Command, tag="delete"):
    """Take back a message of your own: its place stays, its words go.

    Answer: ``deleted``. The others in the conversation hear it, too.
    not-allowed: it is somebody else's, or has been deleted before.
    """

    conversation: Number
    seq: Number
    epoch: Seq | None = None


class React(Command, tag="react"):
    """Give a reaction to a message, or take it back.

    Answer: ``reacted``. The others in the conversation hear it, too, unless nothing
        has changed by it: then ``seq`` is 0.
    emoji: one of those that Unicode recommends for general interchange (RGI, UTS #51).
        With or without its variation selectors it is the same; events have it with
        those that it is recommended with.
    on: true gives it, false takes it back.
    malformed: that is no emoji.
    not-allowed: the message has been deleted, has ten of yours, or is in a direct
        conversation with somebody whom you have blocked.
    """

    conversation: Number
    seq: Number
    emoji: Emoji
    on: bool
    epoch: Seq | None = None


class RemovePreview(Command, tag="unpreview"):
    """Have a message show no more where its link leads: for good, until it is edited to
    lead elsewhere.

    Answer: ``previewed``. The others in the room hear it, too, unless nothing has
        changed by it: then ``seq`` is 0.
    not-allowed: it is somebody else's, and you do not moderate there; or it has been
        deleted.
    """

    conversation: Number
    seq: Number
    epoch: Seq | None = None


class SetTopic(Command, tag="topic"):
    """Say what a room is about.

    Answer: ``topic``. The others in the room hear it, too.
    topic: made one line; empty for none.
    too-long: of the topic.
    not-allowed: a direct conversation has no topic.
    rate-limited: too many commands, or you have set many topics in this minute.
    """

    conversation: Number
    topic: Topic


class FetchHistory(Command, tag="history"):
    """Ask for messages by their places, as a window is filled and scrolled.

    Answer: ``history``: the messages next above ``after``, else those next below
        ``before``, else the last; or those around ``around``.
    before: only messages below that ``seq``.
    after: only messages above that ``seq``; with it, ``before`` means nothing.
    around: a quarter of ``limit`` up to that ``seq``, the others above it; the last
        ones, if not so many are above. With it, the others mean nothing: what
        somebody has not read stands around ``read``.
    limit: messages at most; a page can be shorter, and ``more`` says so.
    """

    conversation: Number
    before: Number | None = None
    after: Seq | None = None
    around: Seq | None = None
    limit: Limit = HISTORY_DEFAULT


class FetchChain(Command, tag="chain"):
    """Ask for a chain of replies: what a message answers, and what answers it.

    Answer: ``history``: what that message answers, what this one does, and so on; the
        message itself; what answers it, what answers that, and so on. With ``more``,
        those that are the fewest steps away, or the older ones.
    limit: messages at most; a page can be shorter, and ``more`` says so.
    """

    conversation: Number
    seq: Number
    limit: Limit = HISTORY_DEFAULT


class FetchChanges(Command, tag="changes"):
    """Ask for all that has happened since a number, as a hole is filled.

    Answer: ``changes``: the messages whose ``changed`` is above ``since``, each once;
        or ``reset``, if it is another log than yours.
    since: the number up to which you have everything; 0 if you have nothing.
    limit: messages at most; a page can be shorter, and ``more`` says so.
    """

    conversation: Number
    since: Seq
    limit: Limit = HISTORY_LIMIT
    epoch: Seq | None = None


LogCommand = (
    Post
    | Edit
    | Delete
    | React
    | RemovePreview
    | SetTopic
    | FetchHistory
    | FetchChain
    | FetchChanges
)
