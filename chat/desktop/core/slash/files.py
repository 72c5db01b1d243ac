"""Words about files: to share one of this computer, and to find those of a message."""

from __future__ import annotations

from chat.desktop.core.files.attachments import CannotShare, attached
from chat.desktop.core.files.shared import file_of
from chat.desktop.core.history.messages import Event
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import Unfit, Verbs, about

VERBS = Verbs()


@VERBS.row("/upload plan.pdf", "share a file of this computer here")
def _upload(person: Person, rest: str) -> bool:
    if not rest:
        return False
    try:
        [files] = attached([rest])
    except CannotShare as why:
        raise Unfit(str(why)) from None
    return person.chat.post(person.here, "", files=files)


@VERBS.row("/files 43 [#dev]", "where the files of message 43 are, for a week")
def _files(person: Person, rest: str) -> bool:
    def ask(place: Conversation, seq: int) -> None:
        person.chat.ask("files", came, **place.at(seq))

    def came(event: Event) -> None:
        person.note(*map(_line_of, event["files"]))

    return about(person, rest, ask)


def _line_of(file: Event) -> str:
    where = file.get("url") or file["href"]
    its = file_of(file)
    return f"{its.name} ({its.about}): {where}"
