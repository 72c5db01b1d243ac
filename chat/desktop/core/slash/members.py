"""The word that tells who is in a conversation."""

from __future__ import annotations

from chat.desktop.core.checks import is_place
from chat.desktop.core.history.messages import Event
from chat.desktop.core.people.doors import unusual
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.members import PAGE, counted
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import Verbs, place_at

VERBS = Verbs()


@VERBS.row(
    "/members [#dev] [bo]",
    "who is in this room, here or not, or those whose names begin like that",
)
def _members(person: Person, rest: str) -> bool:
    words = rest.split()
    where = words.pop(0) if is_place(rest) else None
    if len(words) > 1:
        return False
    place, match = place_at(person, where), "".join(words)[:30]
    if place is None:
        return True
    if person.members is not None:
        person.members(place, match)
    else:
        _list(person, place, match, "")
    return True


def _list(person: Person, place: Conversation, match: str, cursor: str) -> None:
    """For a face that has no window for it."""

    def came(page: Event) -> None:
        person.chat.rest = None
        lines = lines_of(page, place.name)
        if page["more"]:
            behind = page["cursor"]
            person.chat.rest = lambda person: _list(person, place, match, behind)
            lines.append("And more: /more shows them.")
        person.note(*lines)

    asked = {"match": match, "cursor": cursor, "limit": PAGE // 2}
    person.chat.ask("members", came, conversation=place.id, **asked)


def lines_of(page: Event, place: str) -> list[str]:
    """What a page of ``members`` says, as at the plain door."""
    if not page["members"] and not page["more"]:
        return [f"Nobody in {place} is called that."]
    lines = [counted(page["total"], place)]
    for is_here, label in ((True, "Here"), (False, "Not here")):
        names = [_told(m) for m in page["members"] if m["here"] == is_here]
        lines += [f"{label}: {', '.join(names)}"] if names else []
    return lines


def _told(member: Event) -> str:
    doors = unusual(member.get("doors", ()))
    return f"{member['name']} ({doors})" if doors else str(member["name"])
