"""Plain lines to commands: one table for what exists, its usage and its help.

A line that does not start with ``/`` is said in the current room.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chat import wire
from chat.dialects import Quit, Received
from chat.dialects.plain.arguments import (
    is_number,
    is_word,
    limit_in,
    name_in,
    place_in,
    room_in,
)
from chat.dialects.plain.phrases import invitation_line
from chat.dialects.plain.printable import encode_lines
from chat.dialects.plain.talk import LOBBY, MORE, MOVE, ROOMS_OF_A_PAGE, SHOW, Talk
from chat.text.fold import in_order
from chat.words import LISTED, sentence

PRIVATE = "[PRIVATE MESSAGE]"
HISTORY_DEFAULT = 20
NO_CONVERSATION = sentence("You have no conversation {name}.")

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
        text = sentence(
            "There is no {word}: /help lists what you can say, /{word} says it."
        )
        return _hint(talk, text, word=word)
    received = verb.act(talk, rest)
    if received is not None:
        return received
    return _hint(talk, "Usage: {usage}", usage=verb.usage)


def _hint(talk: Talk, text: str, **parameters: str) -> bytes:
    return encode_lines([f"! {talk.words(text, **parameters)}"])


def _verb(usage: str, meaning: str) -> Callable[[Act], Act]:
    """Put a row into the table, under the first word of its usage."""

    def register(act: Act) -> Act:
        VERBS[usage.split()[0]] = Verb(usage, meaning, act)
        return act

    return register


# --- Talking --------------------------------------------------------------------------


@_verb(
    "/msg bob hello",
    sentence("say hello to bob alone; /msg #dev hello says it in a room"),
)
def _msg(talk: Talk, rest: str) -> Received | None:
    to, *body = rest.split(maxsplit=1) or [""]
    return talk.post(place_in(to.removesuffix(":")), body[0]) if body else None


@_verb("/me [waves]", sentence("tell what you do; alone: who and where you are"))
def _me(talk: Talk, rest: str) -> Received:
    if rest:
        return talk.post(talk.room, rest, action=True)
    return encode_lines(
        [
            talk.notice(
                "You are {name}, talking in {room}.",
                name=talk.me,
                room=talk.name_of(talk.room),
            )
        ]
    )


@_verb(
    "/history [20] [#dev]",
    sentence("what was last said here, or elsewhere; 200 at most"),
)
def _history(talk: Talk, rest: str) -> Received | None:
    first, _, others = rest.partition(" ")
    counted = first[:1].isdigit()
    limit = limit_in(first) if counted else HISTORY_DEFAULT
    where = (others if counted else rest).strip()
    if limit is None or " " in where:
        return None
    number = talk.number_of(place_in(where)) if where else talk.room
    if number is None:
        return _hint(talk, NO_CONVERSATION, name=place_in(where)[:40])
    return wire.FetchHistory(conversation=number, limit=limit)


# --- Rooms ----------------------------------------------------------------------------


@_verb("/join #dev", sentence("enter a room, and talk there"))
def _join(talk: Talk, rest: str) -> Received | None:
    return wire.Join(room=room_in(rest), ref=MOVE) if is_word(rest) else None


@_verb("/leave [#dev]", sentence("go out of a room, of this one if you name none"))
def _leave(talk: Talk, rest: str) -> Received | None:
    if rest and not is_word(rest):
        return None
    number = talk.number_of(room_in(rest)) if rest else talk.room
    if number is None:
        return _hint(talk, "You are not in {room}.", room=room_in(rest)[:40])
    return wire.Leave(conversation=number)


@_verb("/create #dev [what it is about]", sentence("make a room, and talk there"))
def _create(talk: Talk, rest: str) -> Received | None:
    name, *topic = rest.split(maxsplit=1) or [""]
    if not name:
        return None
    return wire.Create(name=room_in(name), topic="".join(topic), ref=MOVE)


@_verb("/topic text", sentence("say what this room is about"))
def _topic(talk: Talk, rest: str) -> Received | None:
    return wire.SetTopic(conversation=talk.room, topic=rest) if rest else None


@_verb("/invite bob", sentence("offer somebody this room"))
def _invite(talk: Talk, rest: str) -> Received | None:
    if not is_word(rest):
        return None
    return wire.Invite(conversation=talk.room, name=rest.removeprefix("@"))


@_verb("/invitations", sentence("which rooms you are invited to"))
def _invitations(talk: Talk, rest: str) -> Received:
    lines = [invitation_line(each, talk) for each in talk.invitations.values()]
    return encode_lines(lines or [talk.notice("You are invited to no room.")])


@_verb("/accept #dev", sentence("enter a room that you are invited to, and talk there"))
def _accept(talk: Talk, rest: str) -> Received | None:
    if not is_word(rest):
        return None
    number = talk.invitation_to(room_in(rest))
    if number is None:
        return _hint(talk, "You are not invited to {room}.", room=room_in(rest)[:40])
    return wire.Accept(conversation=number, ref=MOVE)


@_verb("/decline #dev", sentence("not want to; who has invited you is not told"))
def _decline(talk: Talk, rest: str) -> Received | None:
    if not is_word(rest):
        return None
    number = talk.invitation_to(room_in(rest))
    if number is None:
        return _hint(talk, "You are not invited to {room}.", room=room_in(rest)[:40])
    return wire.Decline(conversation=number)


# --- Peace ----------------------------------------------------------------------------


@_verb("/block bob", sentence("hear nothing more of somebody; they see no difference"))
def _block(talk: Talk, rest: str) -> Received | None:
    return wire.Block(name=name_in(rest), on=True) if is_word(rest) else None


@_verb("/unblock bob", sentence("hear them again"))
def _unblock(talk: Talk, rest: str) -> Received | None:
    if not is_word(rest):
        return None
    name = name_in(rest)
    return wire.Block(name=name, on=False, author=talk.number_of_blocked(name))


@_verb("/blocked", sentence("whom you have blocked"))
def _blocked(talk: Talk, rest: str) -> Received:
    names = ", ".join(in_order(talk.blocked.values()))
    if not names:
        return encode_lines([talk.notice("You have blocked nobody.")])
    return encode_lines([talk.notice("You have blocked {names}.", names=names)])


@_verb(
    "/hide bob",
    sentence("put your talk with somebody out of the way until the next word"),
)
def _hide(talk: Talk, rest: str) -> Received | None:
    if not is_word(rest):
        return None
    number = talk.number_of(place_in(rest))
    if number is None:
        return _hint(talk, NO_CONVERSATION, name=place_in(rest)[:40])
    return wire.Hide(conversation=number)


@_verb("/show bob", sentence("have it back before that"))
def _show(talk: Talk, rest: str) -> Received | None:
    return wire.Show(name=name_in(rest), ref=SHOW) if is_word(rest) else None


# --- Looking around -------------------------------------------------------------------


@_verb("/who", sentence("who is here"))
def _who(talk: Talk, rest: str) -> Received:
    return wire.Who()


@_verb(
    "/rooms [dev]", sentence("which rooms there are, or those with that in their names")
)
def _rooms(talk: Talk, rest: str) -> Received:
    talk.match = rest[:30]
    return wire.ListRooms(match=talk.match, limit=ROOMS_OF_A_PAGE)


@_verb(
    "/more [#dev 43 50]",
    sentence("go on: with the rooms, or with message 43 at line 51"),
)
def _more(talk: Talk, rest: str) -> Received | None:
    if rest:
        return _more_of_message(talk, rest.split())
    rest_of_it, talk.rest = talk.rest, None
    return _hint(talk, "There is no more.") if rest_of_it is None else rest_of_it


def _more_of_message(talk: Talk, words: list[str]) -> Received | None:
    where, seq, seen = words if len(words) == 3 else (LOBBY, *words, "", "")[:3]
    if len(words) > 3 or not (is_number(seq) and is_number(seen)):
        return None
    number = talk.number_of(place_in(where))
    if number is None:
        return _hint(talk, NO_CONVERSATION, name=where[:40])
    ref = f"{MORE}{seq} {seen}"
    return wire.FetchHistory(conversation=number, after=int(seq) - 1, limit=1, ref=ref)


@_verb("/language [de]", sentence("be spoken to in another language"))
def _language(talk: Talk, rest: str) -> Received | None:
    if not rest:
        return encode_lines([talk.notice("There are: {languages}", languages=LISTED)])
    return wire.SetLanguage(language=rest.lower()) if is_word(rest) else None


@_verb("/help", sentence("this list"))
def _help(talk: Talk, rest: str) -> Received:
    width = max(len(verb.usage) for verb in VERBS.values())
    rows = [
        f"  {verb.usage:<{width}}  {talk.words(verb.meaning)}"
        for verb in VERBS.values()
    ]
    room = talk.name_of(talk.room)
    first = talk.notice("What you write is said in {room}. And there are:", room=room)
    last = talk.notice("A line that starts with // is said with one /.")
    return encode_lines([first, *rows, last])


@_verb("/quit", sentence("say goodbye"))
def _quit(talk: Talk, rest: str) -> Received:
    return Quit()
