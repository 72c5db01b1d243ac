"""Who is called otherwise from now on: all that shows the name here follows."""

from __future__ import annotations

from collections.abc import Mapping

from chat.desktop.core.history.messages import Event
from chat.desktop.core.people.identity import Identity
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.conversations import Conversations
from chat.desktop.core.rooms.titles import rename_one
from chat.desktop.core.screen import Screen
from chat.desktop.core.storage.disk import Disk


class Renames:
    def __init__(
        self,
        you: Identity,
        conversations: Conversations,
        disk: Disk,
        screen: Screen,
    ) -> None:
        self._you = you
        self._conversations = conversations
        self._disk = disk
        self._screen = screen

    def hear(self, event: Event) -> None:
        """The event ``renamed``."""
        person, gone = event["person"], event.get("gone", False)
        if person["id"] == self._you.id:
            self._you.rename(person["name"])
        self._conversations.blocks.rename(person["id"], person["name"])
        talk = self._conversations.with_person(person["id"])
        if talk is not None:
            former = talk.name
            name, key = person["name"], person.get("key", person["name"])
            talk.rename(f"@{name}", f"@{key}", gone=gone)
            self._disk.store.put(talk)
            self.follow(talk, former)
        for each in self._conversations:
            if rename_one(each, person):
                self._disk.store.put(each)
        # What a guest has said who is gone stays under the name that it had.
        if not gone:
            self._rename_words({person["id"]: person["name"]}, person["guest"])
        self._screen.listed()
        self._screen.people()

    def hear_people(self, event: Event) -> None:
        """What those who are here are called: ``welcome``, ``online``, ``presence``.

        Nobody may have said that it is otherwise.
        """
        people: list[str] = event["users"] if "users" in event else event["online"]
        numbers: list[int] = event.get("numbers") or event.get("came") or []
        if len(people) != len(numbers):
            return  # a server of before
        names: dict[int | None, str] = dict(zip(numbers, people))
        if "went" in event:  # who is called otherwise has come and gone
            names = {n: name for n, name in names.items() if n in event["went"]}
        for talk in self._conversations:
            name = names.get(talk.person)
            if name not in (None, talk.label) and not talk.gone:
                former = talk.name
                key = event.get("keys", {}).get(name, name)
                talk.rename(f"@{name}", f"@{key}", gone=False)
                self._disk.store.put(talk)
                self.follow(talk, former)
                self._screen.listed()
        if names:
            self._rename_words({n: name for n, name in names.items() if n})

    def follow(self, conversation: Conversation, former: str) -> None:
        """What goes by the name goes along, if it is another one."""
        if conversation.name != former:
            self._screen.renamed(conversation, former)

    def _rename_words(
        self, names: Mapping[int, str], guest: bool | None = None
    ) -> None:
        for each in self._conversations:
            messages = each.messages.rename(names, guest) if each.messages else []
            if messages:
                self._disk.store.put(each, messages)
                self._screen.changed(each, messages)
