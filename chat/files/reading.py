"""Files as messages show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from time import thread_time
from uuid import UUID

from msgspec import UNSET

from chat import wire
from chat.files.addresses import link_to, path_of, url_of_link
from chat.files.excerpts import excerpt_html
from chat.files.models import File
from chat.files.wording import MARK, words_in
from chat.models import User
from chat.models.additions import Place, at
from chat.models.messages.message import message_of
from chat.models.messages.renewal import Spent, html_of
from chat.wire.errors import NoSuchConversation

# Of what no page shows, whatever is in it.
UNSHOWN = "application/octet-stream"


def told(file: File) -> wire.File:
    """A file as everybody is told of it."""
    return wire.File(
        id=file.pk,
        name=file.name,
        media=file.media if file.width else file.shown or UNSHOWN,
        size=file.size or 0,
        href=path_of(file),
        alt=file.alt or UNSET,
        width=file.width or UNSET,
        height=file.height or UNSET,
        colour=file.colour or UNSET,
        wave=[*file.wave] if file.is_voice else UNSET,
        seconds=(file.seconds or UNSET) if file.is_voice else UNSET,
    )


def add(messages: Mapping[Place, wire.Message], spent: Spent) -> None:
    """Have those that have files tell of them; nothing is looked up for the others."""
    wanted = {place for place, message in messages.items() if MARK in message.body}
    if not wanted:
        return
    for place, files in files_at(wanted).items():
        messages[place].shared = shown(messages[place].body, files, spent)


def shown(body: str, files: list[File], spent: Spent | None = None) -> wire.Shared:
    """What a message with that body tells of its files.

    ``spent`` learns what it has taken, as of ``html_of``: the beginnings of files, too.
    """
    return shared_by(html_of(words_in(body), "", 0, spent), files, spent)


def shared_by(
    html: str, files: Iterable[File], spent: Spent | None = None
) -> wire.Shared:
    """These files, with words that are shown by ``html``; ``spent``: likewise."""
    began = thread_time()
    texts = (excerpt_html(file.name, file.excerpt) for file in files if file.excerpt)
    shared = wire.Shared(html="".join([html, *texts]), files=[*map(told, files)])
    if spent is not None:
        spent.seconds += thread_time() - began
    return shared


def files_at(
    places: Iterable[Place], *, with_text: bool = False
) -> dict[Place, list[File]]:
    """The files of these messages, in their order; their text is long."""
    found: dict[Place, list[File]] = defaultdict(list)
    its = File.objects.filter(at(places)).order_by("position")
    for file in its if with_text else its.defer("text"):
        found[file.conversation_id or 0, file.seq or 0].append(file)
    return found


def text_in(files: Iterable[File]) -> str:
    """What the files of a message say: goes on where its body ends."""
    return "".join(f"\n{file.text}" for file in files if file.text)


def links(reader: User, command: wire.FetchFiles) -> wire.Files:
    """A message's files with addresses that are the reader's.

    Raises:
        NoSuchConversation: there is no such message, or it has no files.
        NotAMember
    """
    place = command.conversation, command.seq
    message = message_of(*place, reader, command.epoch)
    files = [] if message.deleted else files_at({place})[place]
    if not files:
        raise NoSuchConversation("That message has no files.")
    linked = []
    for file in files:
        its, path = told(file), link_to(file, reader)
        its.href, its.url = path, url_of_link(path)
        linked.append(its)
    return wire.Files(conversation=place[0], target=place[1], files=linked)


def readable(id: UUID, reader: User) -> File:
    """The file of that number, if this person may read its message now.

    Raises:
        NoSuchConversation: there is none, or none that they may know of.
        NotAMember
    """
    file = File.objects.filter(pk=id, seq__isnull=False).first()
    if file is None or file.conversation_id is None or file.seq is None:
        raise NoSuchConversation("There is no such file.")
    # It is kept for a while, as the words are.
    if message_of(file.conversation_id, file.seq, reader).deleted:
        raise NoSuchConversation("There is no such file.")
    return file
