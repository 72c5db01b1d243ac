"""Words for one's own quiet: whom one does not hear, which talk is out of the way."""

from __future__ import annotations

from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import Verbs, is_word, place_at

VERBS = Verbs()
HIDDEN = "{} is out of your list, and you hear it: /show {} has it back."


@VERBS.row("/block bob", "hear nothing more of somebody; they see no difference")
def _block(person: Person, rest: str) -> bool:
    if is_word(rest):
        person.ask("block", name=_name(rest), on=True)
    return is_word(rest)


@VERBS.row("/unblock bob", "hear them again")
def _unblock(person: Person, rest: str) -> bool:
    if is_word(rest):
        name, blocks = _name(rest), person.chat.conversations.blocks
        person.ask("block", name=name, author=blocks.number_of(name), on=False)
    return is_word(rest)


@VERBS.row("/blocked", "whom you have blocked")
def _blocked(person: Person, rest: str) -> bool:
    names = person.chat.conversations.blocks.names
    person.note(f"You have blocked {', '.join(names) or 'nobody'}.")
    return True


@VERBS.row(
    "/hide [bob]",
    "put a talk out of the way until the next word, or a room; alone: this one",
)
def _hide(person: Person, rest: str) -> bool:
    if rest and not is_word(rest):
        return False
    place = place_at(person, rest)
    if place is not None:
        person.chat.quiet.hide(place)
        if place.is_room:
            person.note(HIDDEN.format(place.name, place.name))
    return True


@VERBS.row("/show bob", "have it back before that")
def _show(person: Person, rest: str) -> bool:
    room = person.chat.conversations.meant(rest) if rest.startswith("#") else None
    if room is not None:
        person.go(room)
    elif is_word(rest):
        person.ask_and_go("show", name=_name(rest))
    return is_word(rest)


def _name(text: str) -> str:
    return text[1:] if text.startswith("@") else text
