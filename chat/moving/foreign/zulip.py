"""What Zulip exports: ``realm.json`` and ``messages-000001.json`` and so on, in a tar.

https://zulip.readthedocs.io/en/stable/production/export-and-import.html. A stream
becomes a room; what is about another topic than what was before begins with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct, field

from chat.moving.foreign.archive import Archive
from chat.moving.foreign.emoji import emoji_of, in_text
from chat.moving.foreign.records import (
    Place,
    Said,
    Told,
    moment,
    person,
    room,
    unmarked,
)

REALM = "realm.json"
PAGE = re.compile(r"messages-\d+\.json")
TO_PERSON, TO_STREAM, TO_SEVERAL = 1, 2, 3
_MENTION = re.compile(r"@_?\*\*([^*|]+)(?:\|(\d+))?\*\*")
_STREAM = re.compile(r"#\*\*([^*>]+)(?:>([^*]+))?\*\*")


class Realm(Struct):
    string_id: str = ""


class Member(Struct):
    id: int
    full_name: str = ""
    email: str = ""


class Stream(Struct):
    id: int
    name: str
    description: str | None = ""
    invite_only: bool | None = False


class Recipient(Struct):
    id: int
    type: int
    type_id: int


class Subscription(Struct):
    user_profile: int
    recipient: int
    active: bool = True


class Reaction(Struct):
    message: int
    user_profile: int
    emoji_name: str


class Message(Struct):
    id: int
    sender: int
    recipient: int
    date_sent: float
    content: str = ""
    subject: str = ""
    last_edit_time: float | None = None


class Page(Struct):
    zerver_message: list[Message] = field(default_factory=list)
    zerver_reaction: list[Reaction] = field(default_factory=list)


class Everything(Struct):
    """As far as it is looked at."""

    zerver_realm: list[Realm] = field(default_factory=list)
    zerver_userprofile: list[Member] = field(default_factory=list)
    zerver_userprofile_crossrealm: list[Member] = field(default_factory=list)
    zerver_userprofile_mirrordummy: list[Member] = field(default_factory=list)
    zerver_stream: list[Stream] = field(default_factory=list)
    zerver_recipient: list[Recipient] = field(default_factory=list)
    zerver_subscription: list[Subscription] = field(default_factory=list)
    zerver_reaction: list[Reaction] = field(default_factory=list)


class Zulip:
    """Reads an export of an organisation."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.told = Told(origin="zulip")
        self._recipients: dict[int, Recipient] = {}
        self._members: dict[int, list[int]] = defaultdict(list)
        self._reactions: dict[int, list[Reaction]] = defaultdict(list)
        self._numbers: dict[str, str] = {}
        self._streams: dict[str, str] = {}
        self._topics: dict[str, str] = {}

    def read(self) -> Iterator[Said]:
        """All that was said."""
        self._everything(self.archive.json(REALM, Everything))
        pages = sorted(name for name in self.archive.files if PAGE.fullmatch(name))
        for name in pages:
            page = self.archive.json(name, Page)
            self._react(page.zerver_reaction)
            for row in sorted(page.zerver_message, key=lambda one: one.id):
                yield from self._message(row)

    def _everything(self, realm: Everything) -> None:
        for it in realm.zerver_realm:
            self.told.origin = f"zulip:{it.string_id}"
        members = (
            *realm.zerver_userprofile_crossrealm,
            *realm.zerver_userprofile_mirrordummy,
            *realm.zerver_userprofile,
        )
        for member in members:
            key = str(member.id)
            self.told.introduce(key, member.full_name, member.email.partition("@")[0])
            self._numbers[member.full_name] = key
        self._recipients = {it.id: it for it in realm.zerver_recipient}
        for seat in realm.zerver_subscription:
            if seat.active:
                self._members[seat.recipient].append(seat.user_profile)
        streams = {it.id: it for it in realm.zerver_stream}
        self._streams = {it.name: f"stream {it.id}" for it in realm.zerver_stream}
        for recipient in realm.zerver_recipient:
            if recipient.type == TO_STREAM and recipient.type_id in streams:
                self._stream(recipient, streams[recipient.type_id])
        self._react(realm.zerver_reaction)

    def _stream(self, recipient: Recipient, stream: Stream) -> None:
        key = f"stream {stream.id}"
        members = tuple(map(self._known, self._members[recipient.id]))
        private, topic = bool(stream.invite_only), stream.description or ""
        self.told.places[key] = Place(key, stream.name, topic, private, members)

    def _known(self, number: int) -> str:
        return self.told.know(str(number))

    def _react(self, found: list[Reaction]) -> None:
        for reaction in found:
            self._reactions[reaction.message].append(reaction)

    def _message(self, row: Message) -> Iterator[Said]:
        place = self._place(row)
        if place is None:
            self.told.lost["messages to nobody that is known"] += 1
        elif not row.content.strip():
            self.told.lost["messages without words"] += 1
        else:
            action = row.content.startswith("/me ")
            words = row.content.removeprefix("/me ") if action else row.content
            yield Said(
                key=str(row.id),
                place=place,
                author=self._known(row.sender),
                at=moment(row.date_sent),
                body=self._topic(place, row.subject, action) + self._words(words),
                action=action,
                edited=row.last_edit_time is not None,
                reactions=tuple(self._given(row.id)),
            )

    def _place(self, row: Message) -> str | None:
        recipient = self._recipients.get(row.recipient)
        if recipient is None:
            return None
        if recipient.type == TO_STREAM:
            key = f"stream {recipient.type_id}"
            return key if key in self.told.places else None
        among = {row.sender, *self._members[recipient.id]}
        if recipient.type == TO_PERSON:
            among.add(recipient.type_id)
        people = tuple(map(self._known, sorted(among)))
        key = f"among {','.join(people)}"
        self.told.places.setdefault(key, Place(key, private=True, members=people))
        return key

    def _topic(self, place: str, topic: str, action: bool) -> str:
        """Rooms have no topics beside each other: a line says where another begins."""
        if not topic or action or self._topics.get(place) == topic:
            return ""
        self._topics[place] = topic
        return f"**{unmarked(topic).replace('*', '')}**\n"

    def _words(self, text: str) -> str:
        def mention(found: re.Match[str]) -> str:
            key = found[2] or self._numbers.get(found[1], "")
            return person(key) if key in self.told.people else f"@{found[1]}"

        def stream(found: re.Match[str]) -> str:
            key = self._streams.get(found[1], "")
            where = room(key) if key in self.told.places else f"#{found[1]}"
            return f"{where} ({found[2]})" if found[2] else where

        text = _MENTION.sub(mention, unmarked(text))
        return in_text(_STREAM.sub(stream, text))

    def _given(self, message: int) -> Iterator[tuple[str, str]]:
        for reaction in self._reactions.pop(message, ()):
            if emoji := emoji_of(reaction.emoji_name):
                yield emoji, self._known(reaction.user_profile)
            else:
                self.told.lost[f"reactions :{reaction.emoji_name}:"] += 1
