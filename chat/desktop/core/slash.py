"""What a line that starts with ``/`` asks for: the plain door's words, and some more.

A line that starts with ``//`` is said with one ``/``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chat.desktop.core.messages import Event
from chat.desktop.core.person import Person
from chat.desktop.core.times import clock

HISTORY_DEFAULT, HISTORY_MOST = 20, 200

# False: the words after the command make no sense.
Act = Callable[[Person, str], bool]


@dataclass(frozen=True)
class Verb:
    """One row of the table."""

    usage: str
    meaning: str
    act: Act


VERBS: dict[str, Verb] = {}


def say(line: str, person: Person) -> bool:
    """Do what a line asks for; false if it was not said, and is to be kept."""
    if line.startswith("/") and not line.startswith("//"):
        word, *rest = line.split(maxsplit=1)
        return _obey(word.lower(), "".join(rest).rstrip(), person)
    body = line[1:] if line.startswith("//") else line
    return person.chat.post(person.here, body)


def _obey(word: str, rest: str, person: Person) -> bool:
    verb = VERBS.get(word)
    if verb is None:
        person.note(f"There is no {word[:30]}: /help lists what you can say.")
    elif verb.act(person, rest):
        return True
    else:
        person.note(f"Usage: {verb.usage}")
    return False


def _verb(usage: str, meaning: str) -> Callable[[Act], Act]:
    """Put a row into the table, under the first word of its usage."""

    def register(act: Act) -> Act:
        VERBS[usage.split()[0]] = Verb(usage, meaning, act)
        return act

    return register


# --- Talking --------------------------------------------------------------------------


@_verb("/msg bob hello", "say hello to bob alone; /msg #dev hello says it in a room")
def _msg(person: Person, rest: str) -> bool:
    to, *body = rest.split(maxsplit=1) or [""]
    place = _place(to[:-1] if to.endswith(":") else to)
    return bool(body) and person.chat.post_to(place, body[0])


@_verb("/me [waves]", "tell what you do; alone: who and where you are")
def _me(person: Person, rest: str) -> bool:
    if rest:
        return person.chat.post(person.here, f"_{rest}_")
    person.note(f"You are {person.chat.you.name}, talking in {person.here.name}.")
    return True


@_verb("/history [20] [#dev]", "what was last said here, or elsewhere; 200 at most")
def _history(person: Person, rest: str) -> bool:
    first, _, others = rest.partition(" ")
    counted = first[:1].isdigit()
    limit = _limit(first) if counted else HISTORY_DEFAULT
    where = (others if counted else rest).strip()
    if limit is None or " " in where:
        return False
    found = person.chat.conversations.by_name(_place(where)) if where else person.here
    if found is None or found.id is None:
        person.note(f"You have no conversation {where[:40]}.")
        return True

    def came(page: Event) -> None:
        lines = [
            f"[{clock(each['at'])}] {each['from']}: {each['body']}"
            for each in page["messages"]
            if not each["deleted"]
        ]
        person.note(*(lines or ["Nothing was said there."]))

    person.chat.ask("history", came, conversation=found.id, limit=limit)
    return True


# --- One's own last message -----------------------------------------------------------


@_verb("/edit text", "say your last message in other words")
def _edit(person: Person, rest: str) -> bool:
    message = person.last
    if rest and message is not None:
        person.chat.change("edit", person.here, message, body=rest)
    return bool(rest and message)


@_verb("/delete", "take your last message back")
def _delete(person: Person, rest: str) -> bool:
    message = person.last
    if message is not None:
        person.chat.change("delete", person.here, message)
    return message is not None


@_verb("/react 👍", "react to the last message here, or take that back")
def _react(person: Person, rest: str) -> bool:
    messages = person.here.messages
    message = messages.last if messages is not None else None
    if not _is_word(rest) or message is None:
        return False
    on = not message.has_reaction(rest, person.chat.you.name)
    person.chat.change("react", person.here, message, emoji=rest, on=on)
    return True


# --- Rooms ----------------------------------------------------------------------------


@_verb("/join #dev", "enter a room, and talk there")
def _join(person: Person, rest: str) -> bool:
    if _is_word(rest):
        person.ask_and_go("join", room=_room(rest))
    return _is_word(rest)


@_verb("/leave [#dev]", "go out of a room, of this one if you name none")
def _leave(person: Person, rest: str) -> bool:
    if rest and not _is_word(rest):
        return False
    room = person.chat.conversations.by_name(_room(rest)) if rest else person.here
    if room is None:
        person.note(f"You are not in {_room(rest)[:40]}.")
    else:
        person.ask("leave", conversation=room.id)
    return True


@_verb("/create #dev [what it is about]", "make a room, and talk there")
def _create(person: Person, rest: str) -> bool:
    name, *topic = rest.split(maxsplit=1) or [""]
    if name:
        person.ask_and_go("create", name=_room(name), topic="".join(topic))
    return bool(name)


@_verb("/topic text", "say what this room is about")
def _topic(person: Person, rest: str) -> bool:
    if rest:
        person.ask("topic", conversation=person.here.id, topic=rest)
    return bool(rest)


@_verb("/invite bob", "bring somebody into this room")
def _invite(person: Person, rest: str) -> bool:
    if _is_word(rest):
        person.ask("invite", conversation=person.here.id, name=_name(rest))
    return _is_word(rest)


@_verb("/mute", "have this conversation call for no attention, or do so again")
def _mute(person: Person, rest: str) -> bool:
    attention = person.chat.attention
    on = person.here.name not in attention.muted
    attention.mute(person.here, on)
    person.note(f"{person.here.name} is {'muted' if on else 'heard again'}.")
    return True


# --- Peace ----------------------------------------------------------------------------


@_verb("/block bob", "hear nothing more of somebody; they see no difference")
def _block(person: Person, rest: str) -> bool:
    if _is_word(rest):
        person.ask("block", name=_name(rest), on=True)
    return _is_word(rest)


@_verb("/unblock bob", "hear them again")
def _unblock(person: Person, rest: str) -> bool:
    if _is_word(rest):
        person.ask("block", name=_name(rest), on=False)
    return _is_word(rest)


@_verb("/blocked", "whom you have blocked")
def _blocked(person: Person, rest: str) -> bool:
    names = person.chat.conversations.blocks.names
    person.note(f"You have blocked {', '.join(names) or 'nobody'}.")
    return True


@_verb("/hide bob", "put a talk out of the way until the next word; alone: this one")
def _hide(person: Person, rest: str) -> bool:
    if rest and not _is_word(rest):
        return False
    found = person.chat.conversations.by_name(_place(rest)) if rest else person.here
    if found is None or found.id is None:
        person.note(f"You have no conversation {_place(rest)[:40]}.")
    else:
        person.chat.quiet.hide(found)
    return True


@_verb("/show bob", "have it back before that")
def _show(person: Person, rest: str) -> bool:
    if _is_word(rest):
        person.ask_and_go("show", name=_name(rest))
    return _is_word(rest)


# --- Looking around -------------------------------------------------------------------


@_verb("/who", "who is here")
def _who(person: Person, rest: str) -> bool:
    names = person.chat.people.roster.names
    person.note(f"Here: {', '.join(names)} ({len(names)})")
    return True


@_verb("/rooms", "which rooms there are")
def _rooms(person: Person, rest: str) -> bool:
    person.chat.ask("rooms", lambda event: person.note(*map(_told, event["rooms"])))
    return True


@_verb("/help", "this list")
def _help(person: Person, rest: str) -> bool:
    width = max(len(verb.usage) for verb in VERBS.values())
    rows = [f"{verb.usage:<{width}}  {verb.meaning}" for verb in VERBS.values()]
    person.note(*rows, "A line that starts with // is said with one /.")
    return True


@_verb("/quit", "say goodbye")
def _quit(person: Person, rest: str) -> bool:
    person.leave()
    return True


# --- Words ----------------------------------------------------------------------------


def _told(room: Event) -> str:
    """``"#dev (2, private, not yours): Code"``"""
    facts = [f"{room['members']}"]
    facts += ["private"] * room["private"] + ["you are in"] * room["member"]
    topic = f": {room['topic']}" if room["topic"] else ""
    return f"{room['name']} ({', '.join(facts)}){topic}"


def _is_word(text: str) -> bool:
    return len(text.split()) == 1


def _room(text: str) -> str:
    return text if text.startswith("#") else f"#{text}"


def _place(text: str) -> str:
    """A room as it is written; anything else is somebody's name."""
    return text if text.startswith(("#", "@")) else f"@{text}"


def _name(text: str) -> str:
    return text[1:] if text.startswith("@") else text


def _limit(text: str) -> int | None:
    if not text.isdecimal() or len(text) > 3:
        return None
    return int(text) if 1 <= int(text) <= HISTORY_MOST else None
