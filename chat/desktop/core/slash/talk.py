"""Words about what is said: here, elsewhere, and by oneself a moment ago."""

from __future__ import annotations

from chat.desktop.core.history.messages import Event
from chat.desktop.core.people.blocks import UNHEARD, Blocks
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import Verbs, place_at, place_named
from chat.desktop.core.times import clock

HISTORY_DEFAULT, HISTORY_MOST = 20, 200
SHRUG = "¯\\_(ツ)_/¯"
VERBS = Verbs()


# --- Talking --------------------------------------------------------------------------


@VERBS.row(
    "/msg bob hello", "say hello to bob alone; /msg #dev hello says it in a room"
)
def _msg(person: Person, rest: str) -> bool:
    to, *body = rest.split(maxsplit=1) or [""]
    place = place_named(to[:-1] if to.endswith(":") else to)
    return bool(body) and person.chat.post_to(place, body[0])


@VERBS.row("/me [waves]", "tell what you do; alone: who and where you are")
def _me(person: Person, rest: str) -> bool:
    if rest:
        return person.chat.post(person.here, rest, action=True)
    person.note(f"You are {person.chat.you.name}, talking in {person.here.name}.")
    return True


@VERBS.row("/shrug [whatever]", "say that, with a shrug")
def _shrug(person: Person, rest: str) -> bool:
    return person.chat.post(person.here, f"{rest} {SHRUG}".lstrip())


@VERBS.row("/history [20] [#dev]", "what was last said here, or elsewhere; 200 at most")
def _history(person: Person, rest: str) -> bool:
    first, _, others = rest.partition(" ")
    counted = first[:1].isdigit()
    limit = _limit(first) if counted else HISTORY_DEFAULT
    where = (others if counted else rest).strip()
    if limit is None or " " in where:
        return False
    place = place_at(person, where)
    if place is None:
        return True

    def came(page: Event) -> None:
        blocks = person.chat.conversations.blocks
        said = (each for each in page["messages"] if not each["deleted"])
        lines = [_remembered(each, blocks) for each in said]
        person.note(*(lines or ["Nothing was said there."]))

    person.chat.ask("history", came, conversation=place.id, limit=limit)
    return True


# --- Words ----------------------------------------------------------------------------


def _remembered(message: Event, blocks: Blocks) -> str:
    """A line of what was said."""
    said = f"{message['from']}: {message['body']}"
    is_unheard = blocks.has(message.get("author", 0))
    return f"[{clock(message['at'])}] {UNHEARD if is_unheard else said}"


def _limit(text: str) -> int | None:
    if not text.isdecimal() or len(text) > 3:
        return None
    return int(text) if 1 <= int(text) <= HISTORY_MOST else None
