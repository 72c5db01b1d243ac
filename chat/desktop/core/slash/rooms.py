"""Words about rooms: entering and leaving, invitations, and which there are."""

from __future__ import annotations

from chat.desktop.core.history.messages import Event
from chat.desktop.core.rooms.titles import title_of
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import Verbs, is_word, room_named

ROOMS_OF_A_PAGE = 50
VERBS = Verbs()


# --- Rooms ----------------------------------------------------------------------------


@VERBS.row("/join #dev", "enter a room, and talk there")
def _join(person: Person, rest: str) -> bool:
    if is_word(rest) and "/" in rest:  # no name of a room has one
        person.ask_and_go("use_invite_link", url=rest)
    elif is_word(rest):
        person.ask_and_go("join", room=room_named(rest))
    return is_word(rest)


@VERBS.row("/group [bob eve]", "talk with some people at once; alone: your groups")
def _group(person: Person, rest: str) -> bool:
    words = rest.replace(",", " ").split()
    names = [name[1:] if name.startswith("@") else name for name in words]
    if names:
        person.ask_and_go("group", names=names)
    else:
        you, talks = person.chat.you.id, person.chat.conversations.directs
        groups = [talk for talk in talks if talk.kind == "group"]
        lines = [f"{group.name}: you and {title_of(group, you)}" for group in groups]
        person.note(*(lines or ["You are in no group."]))
    return True


@VERBS.row("/leave [#dev]", "go out of a room, of this one if you name none")
def _leave(person: Person, rest: str) -> bool:
    if rest and not is_word(rest):
        return False
    name = rest if rest.startswith("&") else room_named(rest)
    room = person.chat.conversations.meant(name) if rest else person.here
    if room is None:
        person.note(f"You are not in {name[:40]}.")
    else:
        person.ask("leave", conversation=room.id)
    return True


@VERBS.row("/create #dev [what it is about]", "make a room, and talk there")
def _create(person: Person, rest: str) -> bool:
    name, *topic = rest.split(maxsplit=1) or [""]
    if name:
        person.ask_and_go("create", name=room_named(name), topic="".join(topic))
    return bool(name)


@VERBS.row("/topic text", "say what this room is about")
def _topic(person: Person, rest: str) -> bool:
    if rest:
        person.ask("topic", conversation=person.here.id, topic=rest)
    return bool(rest)


@VERBS.row("/invite bob", "offer somebody this room")
def _invite(person: Person, rest: str) -> bool:
    here = person.here
    if is_word(rest) and here.kind == "group":
        name = rest[1:] if rest.startswith("@") else rest
        person.ask_and_go("group", names=[name], conversation=here.id)
        return True

    def asked(event: Event) -> None:
        person.note(f"{event['name']} is invited to {here.name}.")

    if is_word(rest):
        name = rest[1:] if rest.startswith("@") else rest
        person.chat.ask("invite", asked, conversation=here.id, name=name)
    return is_word(rest)


@VERBS.row("/invitations", "which rooms you are invited to")
def _invitations(person: Person, rest: str) -> bool:
    lines = [
        f"{its.sentence}: /accept {its.room} or /decline {its.room}"
        for its in person.chat.invitations
    ]
    person.note(*(lines or ["You are invited to no room."]))
    return True


@VERBS.row("/accept #dev", "enter a room that you are invited to, and talk there")
def _accept(person: Person, rest: str) -> bool:
    number = _invited_to(person, rest)
    if number is not None:
        person.ask_and_go("accept", conversation=number)
    return is_word(rest)


@VERBS.row("/decline #dev", "not want to; who has invited you is not told")
def _decline(person: Person, rest: str) -> bool:
    number = _invited_to(person, rest)
    if number is not None:
        person.ask("decline", conversation=number)
    return is_word(rest)


# --- The directory --------------------------------------------------------------------


@VERBS.row("/rooms [dev]", "which rooms there are, or those with that in their names")
def _rooms(person: Person, rest: str) -> bool:
    _ask_rooms(person, match=rest[:30], after="")
    return True


@VERBS.row("/more", "go on with what was too long to be shown at once")
def _more(person: Person, rest: str) -> bool:
    go_on, person.chat.rest = person.chat.rest, None
    if go_on is None:
        person.note("There is no more.")
    else:
        go_on(person)
    return True


# --- Steps ----------------------------------------------------------------------------


def _invited_to(person: Person, rest: str) -> int | None:
    """The number of the room that is named; None, and a note, if there is no offer."""
    if not is_word(rest):
        return None
    its = person.chat.invitations.to(room_named(rest))
    if its is None:
        person.note(f"You are not invited to {room_named(rest)[:40]}.")
    return its.number if its is not None else None


def _ask_rooms(person: Person, match: str, after: str) -> None:
    def came(page: Event) -> None:
        lines, rooms = [*map(_told, page["rooms"])], page["rooms"]
        person.chat.rest = None
        if page.get("more"):
            last = rooms[-1]["name"]
            person.chat.rest = lambda person: _ask_rooms(person, match, last)
            lines.append("And more: /more shows them.")
        person.note(*(lines or ["There are no rooms."]))

    asked = {"match": match, "after": after, "limit": ROOMS_OF_A_PAGE}
    person.chat.ask("rooms", came, **asked)


def _told(room: Event) -> str:
    """``"#dev (2, private, not yours): Code"``"""
    facts = [f"{room['members']}"]
    facts += ["private"] * room["private"] + ["you are in"] * room["member"]
    topic = f": {room['topic']}" if room["topic"] else ""
    return f"{room['name']} ({', '.join(facts)}){topic}"
