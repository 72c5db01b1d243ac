"""Plain lines to commands: what there is, its usage and its help.

A line that does not start with ``/`` is said in the current room.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec import UNSET

from chat import wire
from chat.dialects import Quit, Received
from chat.dialects.plain.phrases import invitation_line
from chat.dialects.plain.printable import encode_lines
from chat.dialects.plain.slash.arguments import (
    is_number,
    is_word,
    joined_in,
    limit_in,
    name_in,
    place_in,
    room_in,
)
from chat.dialects.plain.slash.verbs import VERBS, hint, verb
from chat.dialects.plain.talk import (
    LOBBY,
    MORE,
    MOVE,
    PEOPLE_OF_A_PAGE,
    ROOMS_OF_A_PAGE,
    SHOW,
    Talk,
)
from chat.text.fold import in_order
from chat.words import LISTED, sentence

PRIVATE = "[PRIVATE MESSAGE]"
HISTORY_DEFAULT = 20
SHRUG = "¯\\_(ツ)_/¯"
NO_CONVERSATION = sentence("You have no conversation {name}.")
Ask = Callable[..., wire.AnyCommand]


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
    found = VERBS.get(word)
    if found is None:
        word = word[:30]
        text = sentence(
            "There is no {word}: /help lists what you can say, /{word} says it."
        )
        return hint(talk, text, word=word)
    received = found.act(talk, rest)
    if received is not None:
        return received
    return hint(talk, "Usage: {usage}", usage=found.usage)


def there(talk: Talk, name: str, ask: Ask) -> Received | None:
    """What is asked of the conversation of that name, without one of this one; or
    that there is none.
    """
    if len(name.split()) > 1:
        return None
    number = talk.number_of(place_in(name)) if name else talk.room
    if number is None:
        return hint(talk, NO_CONVERSATION, name=place_in(name)[:40])
    return ask(conversation=number)


# --- Talking --------------------------------------------------------------------------


@verb(
    "/msg bob hello",
    sentence("say hello to bob alone; /msg #dev hello says it in a room"),
)
def _msg(talk: Talk, rest: str) -> Received | None:
    to, *body = rest.split(maxsplit=1) or [""]
    return talk.post(place_in(to.removesuffix(":")), body[0]) if body else None


@verb("/me [waves]", sentence("tell what you do; alone: who and where you are"))
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


@verb("/shrug [whatever]", sentence("say that, with a shrug"))
def _shrug(talk: Talk, rest: str) -> Received:
    return talk.post(talk.room, f"{rest} {SHRUG}".lstrip())


@verb(
    "/history [20] [#dev]",
    sentence("what was last said here, or elsewhere; 200 at most"),
)
def _history(talk: Talk, rest: str) -> Received | None:
    first, _, others = rest.partition(" ")
    counted = first[:1].isdigit()
    limit = limit_in(first) if counted else HISTORY_DEFAULT
    where = (others if counted else rest).strip()
    if limit is None:
        return None
    return there(talk, where, partial(wire.FetchHistory, limit=limit))


# --- Rooms ----------------------------------------------------------------------------


@verb("/join #dev", sentence("enter a room, and talk there"))
def _join(talk: Talk, rest: str) -> Received | None:
    if not is_word(rest):
        return None
    if rest.startswith("&"):
        return there(talk, rest, partial(wire.BeginGroup, names=[], ref=MOVE))
    if "/" in rest:  # no name of a room has one
        return wire.UseInviteLink(url=rest, ref=MOVE)
    return wire.Join(room=room_in(rest), ref=MOVE)


@verb("/leave [#dev]", sentence("go out of a room, of this one if you name none"))
def _leave(talk: Talk, rest: str) -> Received | None:
    if rest and not is_word(rest):
        return None
    number = talk.number_of(joined_in(rest)) if rest else talk.room
    if number is None:
        return hint(talk, "You are not in {room}.", room=joined_in(rest)[:40])
    return wire.Leave(conversation=number)


@verb("/create #dev [what it is about]", sentence("make a room, and talk there"))
def _create(talk: Talk, rest: str) -> Received | None:
    name, *topic = rest.split(maxsplit=1) or [""]
    if not name:
        return None
    return wire.Create(name=room_in(name), topic="".join(topic), ref=MOVE)


@verb("/topic text", sentence("say what this room is about"))
def _topic(talk: Talk, rest: str) -> Received | None:
    return wire.SetTopic(conversation=talk.room, topic=rest) if rest else None


@verb("/invitations", sentence("which rooms you are invited to"))
def _invitations(talk: Talk, rest: str) -> Received:
    lines = [invitation_line(each, talk) for each in talk.invitations.values()]
    return encode_lines(lines or [talk.notice("You are invited to no room.")])


@verb("/accept #dev", sentence("enter a room that you are invited to, and talk there"))
def _accept(talk: Talk, rest: str) -> Received | None:
    return _invited(talk, rest, partial(wire.Accept, ref=MOVE))


@verb("/decline #dev", sentence("not want to; who has invited you is not told"))
def _decline(talk: Talk, rest: str) -> Received | None:
    return _invited(talk, rest, wire.Decline)


def _invited(talk: Talk, rest: str, answer: Ask) -> Received | None:
    if not is_word(rest):
        return None
    number = talk.invitation_to(room_in(rest))
    if number is None:
        return hint(talk, "You are not invited to {room}.", room=room_in(rest)[:40])
    return answer(conversation=number)


# --- Moderation -----------------------------------------------------------------------


@verb("/block bob", sentence("hear nothing more of somebody; they see no difference"))
def _block(talk: Talk, rest: str) -> Received | None:
    return wire.Block(name=name_in(rest), on=True) if is_word(rest) else None


@verb("/unblock bob", sentence("hear them again"))
def _unblock(talk: Talk, rest: str) -> Received | None:
    if not is_word(rest):
        return None
    name = name_in(rest)
    return wire.Block(name=name, on=False, author=talk.number_of_blocked(name))


@verb("/blocked", sentence("whom you have blocked"))
def _blocked(talk: Talk, rest: str) -> Received:
    names = talk.words.joined(in_order(talk.blocked.values()))
    if not names:
        return encode_lines([talk.notice("You have blocked nobody.")])
    return encode_lines([talk.notice("You have blocked {names}.", names=names)])


@verb(
    "/hide [bob]",
    sentence(
        "put a talk out of the way until the next word, or a room; alone: this one"
    ),
)
def _hide(talk: Talk, rest: str) -> Received | None:
    return there(talk, rest, wire.Hide)


@verb("/show bob", sentence("have it back before that"))
def _show(talk: Talk, rest: str) -> Received | None:
    if not is_word(rest):
        return None
    if not rest.startswith("#"):
        return wire.Show(name=name_in(rest), ref=SHOW)
    return there(talk, rest, partial(wire.SetLevel, hidden=False))


# --- Looking around -------------------------------------------------------------------


@verb("/who", sentence("who is here"))
def _who(talk: Talk, rest: str) -> Received:
    return wire.Who(limit=PEOPLE_OF_A_PAGE)


@verb("/whois bob", sentence("what one may know of somebody, here or not"))
def _whois(talk: Talk, rest: str) -> Received | None:
    return wire.FetchProfile(name=name_in(rest)) if is_word(rest) else None


@verb(
    "/rooms [dev]", sentence("which rooms there are, or those with that in their names")
)
def _rooms(talk: Talk, rest: str) -> Received:
    match = rest[:30]
    return wire.ListRooms(match=match, limit=ROOMS_OF_A_PAGE, ref=match or UNSET)


@verb(
    "/more [#dev 43 50]",
    sentence("go on: with the last list, or with message 43 at line 51"),
)
def _more(talk: Talk, rest: str) -> Received | None:
    if rest:
        return _more_of_message(talk, rest.split())
    rest_of_it, talk.rest = talk.rest, None
    return hint(talk, "There is no more.") if rest_of_it is None else rest_of_it


def _more_of_message(talk: Talk, words: list[str]) -> Received | None:
    where, seq, seen = words if len(words) == 3 else (LOBBY, *words, "", "")[:3]
    if len(words) > 3 or not (is_number(seq) and is_number(seen)):
        return None
    ref = f"{MORE}{seq} {seen}"
    ask = partial(wire.FetchHistory, after=int(seq) - 1, limit=1, ref=ref)
    return there(talk, where, ask)


@verb("/language [de]", sentence("be spoken to in another language"))
def _language(talk: Talk, rest: str) -> Received | None:
    if not rest:
        return encode_lines([talk.notice("There are: {languages}", languages=LISTED)])
    return wire.SetLanguage(language=rest.lower()) if is_word(rest) else None


@verb("/help", sentence("this list"))
def _help(talk: Talk, rest: str) -> Received:
    width = max(len(each.usage) for each in VERBS.values())
    rows = [
        f"  {each.usage:<{width}}  {talk.words(each.meaning)}"
        for each in VERBS.values()
    ]
    room = talk.name_of(talk.room)
    first = talk.notice("What you write is said in {room}. And there are:", room=room)
    last = talk.notice("A line that starts with // is said with one /.")
    return encode_lines([first, *rows, last])


@verb("/quit", sentence("say goodbye"))
def _quit(talk: Talk, rest: str) -> Received:
    return Quit()
