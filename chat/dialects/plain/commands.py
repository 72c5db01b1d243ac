"""Plain lines to commands: one table for what exists, its usage and its help.

A line that does not start with ``/`` is said in the current room.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chat import wire
from chat.dialects import Quit, Received
from chat.dialects.plain.phrases import invitation_line
from chat.dialects.plain.printable import encode_lines
from chat.dialects.plain.talk import LOBBY, MORE, MOVE, ROOMS_OF_A_PAGE, SHOW, Talk
from chat.text.fold import in_order

PRIVATE = "[PRIVATE MESSAGE]"
HISTORY_DEFAULT = 20

# What the words after the command ask for; None if they make no sense.
Act = Callable[[Talk, str], Received | None]


@dataclass(frozen=True)
class Verb:
    """One row of the table."""

    usage: str
    meaning: str
    act: Act


VERBS: dict[str, Verb] = {}


def understand(line: str, talk: Talk) -> Received | None:
    """What a line asks for, said by somebody who is in; None if it is blank."""
    if not line.strip():
        return None
    if line.startswith(PRIVATE):
        return _obey("/msg", line.removeprefix(PRIVATE).strip(), talk)
    word, *rest = line.split(maxsplit=1)
    # With another slash it is a path, and no word for anything to do.
    if line.startswith("/") and word.count("/") == 1:
        return _obey(word.lower(), "".join(rest).rstrip(), talk)
    return talk.post(talk.room, line[1:] if line.startswith("//") else line)


def _obey(word: str, rest: str, talk: Talk) -> Received:
    verb = VERBS.get(word)
    if verb is None:
        word = word[:30]
        return _hint(
            f"There is no {word}: /help lists what you can say, /{word} says it."
        )
    received = verb.act(talk, rest)
    return _hint(f"Usage: {verb.usage}") if received is None else received


def _hint(text: str) -> bytes:
    return encode_lines([f"! {text}"])


def _verb(usage: str, meaning: str) -> Callable[[Act], Act]:
    """Put a row into the table, under the first word of its usage."""

    def register(act: Act) -> Act:
        VERBS[usage.split()[0]] = Verb(usage, meaning, act)
        return act

    return register


# --- Talking --------------------------------------------------------------------------


@_verb("/msg bob hello", "say hello to bob alone; /msg #dev hello says it in a room")
def _msg(talk: Talk, rest: str) -> Received | None:
    to, *body = rest.split(maxsplit=1) or [""]
    return talk.post(_place(to.removesuffix(":")), body[0]) if body else None


@_verb("/me [waves]", "tell what you do; alone: who and where you are")
def _me(talk: Talk, rest: str) -> Received:
    if rest:
        return talk.post(talk.room, rest, action=True)
    return encode_lines([f"* You are {talk.me}, talking in {talk.name_of(talk.room)}."])


@_verb("/history [20] [#dev]", "what was last said here, or elsewhere; 200 at most")
def _history(talk: Talk, rest: str) -> Received | None:
    first, _, others = rest.partition(" ")
    counted = first[:1].isdigit()
    limit = _limit(first) if counted else HISTORY_DEFAULT
    where = (others if counted else rest).strip()
    if limit is None or " " in where:
        return None
    number = talk.number_of(_place(where)) if where else talk.room
    if number is None:
        return _hint(f"You have no conversation {_place(where)[:40]}.")
    return wire.FetchHistory(conversation=number, limit=limit)


# --- Rooms ----------------------------------------------------------------------------


@_verb("/join #dev", "enter a room, and talk there")
def _join(talk: Talk, rest: str) -> Received | None:
    return wire.Join(room=_room(rest), ref=MOVE) if _is_word(rest) else None


@_verb("/leave [#dev]", "go out of a room, of this one if you name none")
def _leave(talk: Talk, rest: str) -> Received | None:
    if rest and not _is_word(rest):
        return None
    number = talk.number_of(_room(rest)) if rest else talk.room
    if number is None:
        return _hint(f"You are not in {_room(rest)[:40]}.")
    return wire.Leave(conversation=number)


@_verb("/create #dev [what it is about]", "make a room, and talk there")
def _create(talk: Talk, rest: str) -> Received | None:
    name, *topic = rest.split(maxsplit=1) or [""]
    if not name:
        return None
    return wire.Create(name=_room(name), topic="".join(topic), ref=MOVE)


@_verb("/topic text", "say what this room is about")
def _topic(talk: Talk, rest: str) -> Received | None:
    return wire.SetTopic(conversation=talk.room, topic=rest) if rest else None


@_verb("/invite bob", "offer somebody this room")
def _invite(talk: Talk, rest: str) -> Received | None:
    if not _is_word(rest):
        return None
    return wire.Invite(conversation=talk.room, name=rest.removeprefix("@"))


@_verb("/invitations", "which rooms you are invited to")
def _invitations(talk: Talk, rest: str) -> Received:
    lines = map(invitation_line, talk.invitations.values())
    return encode_lines([*lines] or ["* You are invited to no room."])


@_verb("/accept #dev", "enter a room that you are invited to, and talk there")
def _accept(talk: Talk, rest: str) -> Received | None:
    if not _is_word(rest):
        return None
    number = talk.invitation_to(_room(rest))
    if number is None:
        return _hint(f"You are not invited to {_room(rest)[:40]}.")
    return wire.Accept(conversation=number, ref=MOVE)


@_verb("/decline #dev", "not want to; who has invited you is not told")
def _decline(talk: Talk, rest: str) -> Received | None:
    if not _is_word(rest):
        return None
    number = talk.invitation_to(_room(rest))
    if number is None:
        return _hint(f"You are not invited to {_room(rest)[:40]}.")
    return wire.Decline(conversation=number)


# --- Peace ----------------------------------------------------------------------------


@_verb("/block bob", "hear nothing more of somebody; they see no difference")
def _block(talk: Talk, rest: str) -> Received | None:
    return wire.Block(name=_name(rest), on=True) if _is_word(rest) else None


@_verb("/unblock bob", "hear them again")
def _unblock(talk: Talk, rest: str) -> Received | None:
    if not _is_word(rest):
        return None
    name = _name(rest)
    return wire.Block(name=name, on=False, author=talk.number_of_blocked(name))


@_verb("/blocked", "whom you have blocked")
def _blocked(talk: Talk, rest: str) -> Received:
    names = in_order(talk.blocked.values())
    return encode_lines([f"* You have blocked {', '.join(names) or 'nobody'}."])


@_verb("/hide bob", "put your talk with somebody out of the way until the next word")
def _hide(talk: Talk, rest: str) -> Received | None:
    if not _is_word(rest):
        return None
    number = talk.number_of(_place(rest))
    if number is None:
        return _hint(f"You have no conversation {_place(rest)[:40]}.")
    return wire.Hide(conversation=number)


@_verb("/show bob", "have it back before that")
def _show(talk: Talk, rest: str) -> Received | None:
    return wire.Show(name=_name(rest), ref=SHOW) if _is_word(rest) else None


# --- Looking around -------------------------------------------------------------------


@_verb("/who", "who is here")
def _who(talk: Talk, rest: str) -> Received:
    return wire.Who()


@_verb("/rooms [dev]", "which rooms there are, or those with that in their names")
def _rooms(talk: Talk, rest: str) -> Received:
    talk.match = rest[:30]
    return wire.ListRooms(match=talk.match, limit=ROOMS_OF_A_PAGE)


@_verb("/more [#dev 43 50]", "go on: with the rooms, or with message 43 at line 51")
def _more(talk: Talk, rest: str) -> Received | None:
    if rest:
        return _more_of_message(talk, rest.split())
    rest_of_it, talk.rest = talk.rest, None
    return _hint("There is no more.") if rest_of_it is None else rest_of_it


def _more_of_message(talk: Talk, words: list[str]) -> Received | None:
    where, seq, seen = words if len(words) == 3 else (LOBBY, *words, "", "")[:3]
    if len(words) > 3 or not (_is_number(seq) and _is_number(seen)):
        return None
    number = talk.number_of(_place(where))
    if number is None:
        return _hint(f"You have no conversation {where[:40]}.")
    ref = f"{MORE}{seq} {seen}"
    return wire.FetchHistory(conversation=number, after=int(seq) - 1, limit=1, ref=ref)


@_verb("/help", "this list")
def _help(talk: Talk, rest: str) -> Received:
    width = max(len(verb.usage) for verb in VERBS.values())
    rows = [f"  {verb.usage:<{width}}  {verb.meaning}" for verb in VERBS.values()]
    return encode_lines(
        [
            f"* What you write is said in {talk.name_of(talk.room)}. And there are:",
            *rows,
            "* A line that starts with // is said with one /.",
        ]
    )


@_verb("/quit", "say goodbye")
def _quit(talk: Talk, rest: str) -> Received:
    return Quit()


# --- Words ----------------------------------------------------------------------------


def _is_word(text: str) -> bool:
    return len(text.split()) == 1


def _room(text: str) -> str:
    return f"#{text.removeprefix('#')}"


def _place(text: str) -> str:
    """A room as it is written; anything else is somebody's name."""
    return text if text.startswith(("#", "@")) else f"@{text}"


def _name(text: str) -> str:
    return text.removeprefix("@")


def _is_number(text: str) -> bool:
    """Whether it can be one of a log, or of lines."""
    is_short = text.isascii() and text.isdecimal() and len(text) < 12
    return is_short and int(text) > 0


def _limit(text: str) -> int | None:
    # Python refuses to read numbers of thousands of digits.
    if not text.isdecimal() or len(text) > 3:
        return None
    return int(text) if 1 <= int(text) <= wire.HISTORY_LIMIT else None
