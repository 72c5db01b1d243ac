"""Who is in a conversation, here or not: the command that asks, and its lines."""

from __future__ import annotations

from msgspec import UNSET, structs

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.doors import with_doors
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.arguments import is_place
from chat.dialects.plain.slash.commands import NO_CONVERSATION
from chat.dialects.plain.slash.verbs import hint, verb
from chat.dialects.plain.talk import MEMBERS_OF_A_PAGE, Talk
from chat.words import sentence


@verb(
    "/members [#dev] [bo]",
    sentence("who is in this room, here or not, or those whose names begin like that"),
)
def _asked(talk: Talk, rest: str) -> Received | None:
    words = rest.split()
    where = words.pop(0) if is_place(rest) else ""
    if len(words) > 1:
        return None
    number = talk.number_of(where) if where else talk.room
    if number is None:
        return hint(talk, NO_CONVERSATION, name=where[:40])
    match = "".join(words)[:30]
    asked = wire.ListMembers(conversation=number, match=match, limit=MEMBERS_OF_A_PAGE)
    return structs.replace(asked, ref=match or UNSET)


@lines_of.register
def _members(event: wire.Members, talk: Talk) -> list[str]:
    place = talk.name_of(event.conversation)
    if not event.members and not event.more:
        return [talk.notice("Nobody in {place} is called that.", place=place)]
    lines = [
        talk.notice(
            "{count} person is in {place}.",
            "{count} people are in {place}.",
            count=event.total,
            place=place,
        )
    ]
    here = talk.words.joined(
        with_doors(each.name, each.doors, talk) for each in event.members if each.here
    )
    away = talk.words.joined(each.name for each in event.members if not each.here)
    if here:
        lines.append(talk.notice("Here: {names}", names=here))
    if away:
        lines.append(talk.notice("Not here: {names}", names=away))
    return [*lines, talk.notice("And more: /more shows them.")] if event.more else lines
