"""What there is to end with: people and rooms, emoji, commands, languages of code.

The twin of the page's ``completion_sources.js``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from chat.desktop.core.chat import Chat
from chat.desktop.core.history.messages import Event
from chat.desktop.core.requests import nothing
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.slash.verbs import Verb
from chat.desktop.core.storage.uses import Uses
from chat.desktop.core.writing import emoji
from chat.desktop.core.writing.completing import (
    CODE,
    MOST,
    Begun,
    Candidate,
    is_whole,
    ranked,
)
from chat.desktop.core.writing.languages_of_code import NAMES

CALLS = {
    "here": "all who are in this room now",
    "room": "all members of this room",
}


@dataclass(frozen=True)
class Entry:
    """``name`` is what it is called, ``put`` what stands in the text then, ``about`` is
    told beside it, ``used`` what is noted as picked. If it ``is_whole``, Enter sends
    what is written instead of ending it.
    """

    name: str
    put: str
    about: str = ""
    used: str = ""
    is_whole: bool = False


class Sources:
    """``here()``: where is written; ``verbs``: what there is to do."""

    def __init__(
        self,
        chat: Chat,
        here: Callable[[], Conversation | None],
        verbs: Mapping[str, Verb],
    ) -> None:
        self._chat = chat
        self._here = here
        self._verbs = verbs
        self._uses = Uses(chat.store)

    def known(self, its: Begun) -> list[Entry]:
        """What is known here."""
        if its.mark == "@":
            people = [*self._people(), *self._calls(its.typed)]
            return self._named("@", people, its.typed)
        if its.mark == "#":
            return self._named("#", self._rooms(), its.typed)
        if its.mark == ":":
            return self._emoji(its.typed)
        return self._commands(its.typed) if its.mark == "/" else self._code(its.typed)

    def ask(self, its: Begun, came: Callable[[list[Entry]], None]) -> None:
        """Have ``came(more)`` called with what has to be asked for beside; some may be
        known.
        """
        asked = {"match": its.typed, "limit": MOST}
        if its.mark == "@":
            self._ask({"type": "people", **asked}, self._found_people, its, came)
        elif its.mark == "#":
            rooms = {"type": "rooms", "after": "", **asked}
            self._ask(rooms, _found_rooms, its, came)

    def note(self, its: Begun, entry: Entry) -> None:
        """That one was picked."""
        self._uses.note(its.mark, entry.used)

    # --- What is asked for ------------------------------------------------------------

    def _ask(
        self,
        command: Event,
        found: Callable[[Event], list[Candidate]],
        its: Begun,
        came: Callable[[list[Entry]], None],
    ) -> None:
        def answered(event: Event) -> None:
            came(self._named(its.mark, found(event), its.typed))

        # What is here is offered all the same.
        self._chat.requests.ask(command, answered, nothing)

    def _found_people(self, event: Event) -> list[Candidate]:
        people = [(each["id"], str(each["name"])) for each in event["people"]]
        return [Candidate(name) for id, name in people if not self._is_unfit(id, name)]

    # --- What is known ----------------------------------------------------------------

    def _people(self) -> list[Candidate]:
        """Those who have spoken here, the last first; then others who are here."""
        here, chat = self._here(), self._chat
        near: list[tuple[int | None, str]] = []
        if here is not None:
            near += [(each["id"], each["name"]) for each in here.people]
            near += [(here.person, here.label)] if here.kind == "direct" else []
            near += [(m.author, m.sender) for m in reversed(list(here.messages or ()))]
        talks = [it for it in chat.conversations.directs if it.kind == "direct"]
        far = [(each.person, each.label) for each in talks]
        roster = chat.people.roster
        far += [(roster.number_of(name), name) for name in roster.names]
        firsts: dict[str, Candidate] = {}
        for place, (id, name) in enumerate([*near, *far]):
            is_far = place >= len(near)
            if name not in firsts and not self._is_unfit(id, name):
                near_by = Candidate(name).place if is_far else float(place)
                firsts[name] = Candidate(name, is_far=is_far, place=near_by)
        return list(firsts.values())

    def _is_unfit(self, id: int | None, name: str) -> bool:
        """Oneself, somebody blocked, and a guest who has lost the name."""
        blocks = self._chat.conversations.blocks
        return name == self._chat.you.name or "~" in name or blocks.has(id or 0)

    def _calls(self, typed: str) -> list[Candidate]:
        """Behind the people: whoever types only an ``@`` means one of these."""
        here = self._here()
        if here is None or here.kind == "direct":
            return []
        calls = CALLS.items()
        return [Candidate(name, about, is_far=not typed) for name, about in calls]

    def _rooms(self) -> list[Candidate]:
        rooms = enumerate(self._chat.conversations.rooms)
        return [Candidate(each.label, each.topic, place=at) for at, each in rooms]

    def _emoji(self, typed: str) -> list[Entry]:
        weights = self._uses.weights(":")
        found = emoji.find(typed, lambda each: weights.get(each, 0.0))[:MOST]
        return [
            Entry(f"{each.emoji}  {each.name}", f"{each.emoji} ", used=each.emoji)
            for each in found
        ]

    def _commands(self, typed: str) -> list[Entry]:
        named = [Candidate(word[1:]) for word in self._verbs]
        return [
            self._command(f"/{each.name}", typed)
            for each in self._fit("/", named, typed)
        ]

    def _command(self, word: str, typed: str) -> Entry:
        verb, name = self._verbs[word], word[1:]
        more = verb.usage.partition(" ")[2]
        is_all = is_whole(name, typed) and (not more or more.startswith("["))
        return Entry(verb.usage, f"{word} ", verb.meaning, name, is_all)

    def _code(self, typed: str) -> list[Entry]:
        found = self._fit(CODE, map(Candidate, NAMES), typed)
        return [
            Entry(each.name, each.name, "", each.name, is_whole(each.name, typed))
            for each in found
        ]

    def _named(
        self, mark: str, candidates: Iterable[Candidate], typed: str
    ) -> list[Entry]:
        return [
            Entry(
                *(f"{mark}{each.name}", f"{mark}{each.name} ", each.about, each.name),
                is_whole(each.name, typed),
            )
            for each in self._fit(mark, candidates, typed)
        ]

    def _fit(
        self, mark: str, candidates: Iterable[Candidate], typed: str
    ) -> list[Candidate]:
        """The likeliest, by how much each was picked as well."""
        weights = self._uses.weights(mark)
        weighed = [replace(c, use=weights.get(c.name, 0.0)) for c in candidates]
        # What was typed to its end comes before what goes on: Enter sends it.
        found = ranked(weighed, typed)
        return sorted(found, key=lambda each: not is_whole(each.name, typed))


def _found_rooms(event: Event) -> list[Candidate]:
    rooms = event["rooms"]
    return [Candidate(str(each["name"])[1:], str(each["topic"])) for each in rooms]


def ended(its: Begun, entry: Entry, after: str) -> tuple[str, str]:
    """What stands in place of what is begun, and what of ``after`` stays behind it: one
    blank, and no more; behind the language of code the code begins.
    """
    if its.mark == CODE:
        return (entry.put if after else f"{entry.put}\n"), after
    return entry.put, after[1:] if after.startswith(" ") else after
