"""The verb that says something with files, and what is found of them for that."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chat import wire
from chat.files.models import File
from chat.files.reading import shared_by
from chat.files.wording import MARK, body_of
from chat.models import Message, PostRequest, User, post_all
from chat.models.messages.log import changing
from chat.models.messages.renewal import Spent
from chat.text.clean import clean_body
from chat.wire.errors import ChatError, NotAllowed
from chat.words import sentence

NO_SUCH_FILE = sentence("One of these files is not there any more: choose it again.")
_NO = (None, None)


def shared(
    author: User,
    ids: Sequence[UUID],
    id: UUID,
    words: str,
    html: str,
    spent: Spent | None = None,
) -> tuple[str, wire.Shared]:
    """A body that names these files, and what is told of them; ``id``: the message's.

    ``spent`` learns what it has taken, as of ``html_of``: the beginnings of files.

    Raises:
        NotAllowed: one is not there, or not whole, or was shared by another message.
        TooLong
    """
    said = Message.objects.filter(author=author, uuid=id).values_list(
        "conversation_id", "seq"
    )
    place = said.first() or (None, None)
    mine = File.objects.filter(owner=author, pk__in=ids).exclude(sha256="")
    found = {file.pk: file for file in mine}
    files = [found[each] for each in dict.fromkeys(ids) if each in found]
    free = [each for each in files if (each.conversation_id, each.seq) in (place, _NO)]
    if len(free) < len(ids):
        raise NotAllowed(NO_SUCH_FILE)
    return body_of(words, files), shared_by(html, files, spent)


def share(request: PostRequest) -> wire.Posted:
    """Post what has files; the same ``id`` again is the same message.

    Raises:
        ChatError: as of ``post_all``; NotAllowed: a file was shared meanwhile.
    """
    with changing():
        [posted] = post_all([request])
        if isinstance(posted, ChatError):
            raise posted
        assert isinstance(posted, wire.Posted)  # what has files does not wait
    return posted


def share_alone(author: User, to: int | str, file: UUID) -> wire.Posted:
    """Say one file, and nothing else; its number is the message's, too.

    Raises:
        ChatError: as of ``shared`` and ``share``.
    """
    body, its = shared(author, [file], file, "", "")
    return share(PostRequest(author, to, body, file, shared=its))


def words_of(body: str) -> str:
    """What is said with files, cleaned; it may be nothing.

    Raises:
        TooLong, Malformed: it looks like a file.
    """
    if not body.strip():
        return ""
    text = clean_body(body).strip("\n")
    # What looks like the line of a file is none: an edit would take it away.
    return text.replace(MARK, MARK.replace("`", ""))
