"""What Mattermost exports in bulk: lines of JSON, each an object of a type, version 1.

https://docs.mattermost.com/onboard/bulk-loading-data-format.html. Messages have no
number there: one is what was said by whom, where and when.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from chat.moving.errors import MovingError
from chat.moving.foreign.archive import Archive, decoded
from chat.moving.foreign.emoji import emoji_of, in_text
from chat.moving.foreign.ids import key_of_words
from chat.moving.foreign.records import (
    Place,
    Said,
    Told,
    moment,
    person,
    unmarked,
)

_MENTION = re.compile(r"(?<![\w@])@([a-z0-9][a-z0-9._-]*[a-z0-9])", re.IGNORECASE)
# Who is of no team in a direct conversation.
AMONG = ":"


class Reaction(Struct):
    user: str
    emoji_name: str


class Attachment(Struct):
    path: str = ""


class Post(Struct):
    message: str | None = ""
    user: str = ""
    create_at: int = 0
    edit_at: int | None = None
    type: str | None = ""
    team: str = ""
    channel: str = ""
    channel_members: list[str] | None = None
    reactions: list[Reaction] | None = None
    replies: list[Post] | None = None
    attachments: list[Attachment] | None = None


class Channel(Struct):
    name: str
    team: str = ""
    display_name: str | None = ""
    type: str = "O"
    header: str | None = ""
    purpose: str | None = ""


class InChannel(Struct):
    name: str


class InTeam(Struct):
    name: str
    channels: list[InChannel] | None = None


class Member(Struct):
    username: str
    nickname: str | None = ""
    first_name: str | None = ""
    last_name: str | None = ""
    teams: list[InTeam] | None = None


class Direct(Struct):
    members: list[str] | None = None
    header: str | None = ""


class Line(Struct):
    type: str
    version: int | None = None
    channel: Channel | None = None
    user: Member | None = None
    bot: Member | None = None
    post: Post | None = None
    direct_channel: Direct | None = None
    direct_post: Post | None = None


class Mattermost:
    """Reads a bulk export; ``name`` is its file."""

    def __init__(self, archive: Archive, name: str) -> None:
        self.archive, self.name = archive, name
        self.told = Told(origin="mattermost")

    def read(self) -> Iterator[Said]:
        """All that was said."""
        for number, content in enumerate(self.archive.lines(self.name), 1):
            if not content.strip():
                continue
            line = decoded(f"Line {number} of {self.name}", content, Line)
            if number == 1 and (line.type, line.version) != ("version", 1):
                raise MovingError(f"{self.name} is no bulk export of version 1.")
            yield from self._line(line)

    def _line(self, line: Line) -> Iterator[Said]:
        if line.channel is not None:
            self._channel(line.channel)
        elif line.user is not None or line.bot is not None:
            self._member(line.user or line.bot)
        elif line.direct_channel is not None:
            self._talk(line.direct_channel.members or ())
        elif line.post is not None:
            post = line.post
            place = f"{post.team}/{post.channel}"
            if place not in self.told.places:
                self.told.places[place] = Place(place, post.channel)
            yield from self._post(place, post)
        elif line.direct_post is not None:
            direct = line.direct_post
            yield from self._post(self._talk(direct.channel_members or ()), direct)
        elif line.type not in ("version", "team"):
            self.told.lost[f"lines of the type {line.type}"] += 1

    def _channel(self, channel: Channel) -> None:
        key = f"{channel.team}/{channel.name}"
        topic = channel.header or channel.purpose or ""
        private = channel.type != "O"
        self.told.places[key] = Place(key, channel.name, topic, private)

    def _member(self, member: Member | None) -> None:
        assert member is not None
        full = f"{member.first_name or ''} {member.last_name or ''}".strip()
        key = member.username
        self.told.introduce(key, key, member.nickname, full)
        for team in member.teams or ():
            for channel in team.channels or ():
                self._put_in(f"{team.name}/{channel.name}", key)

    def _put_in(self, key: str, member: str) -> None:
        if place := self.told.places.get(key):
            members = tuple(dict.fromkeys((*place.members, member)))
            self.told.places[key] = Place(
                key, place.name, place.topic, place.private, members
            )

    def _talk(self, members: Iterable[str]) -> str:
        people = tuple(sorted({self.told.know(member) for member in members}))
        key = AMONG + ",".join(people)
        self.told.places.setdefault(key, Place(key, private=True, members=people))
        return key

    def _post(
        self, place: str, post: Post, answers: tuple[str, str] | None = None
    ) -> Iterator[Said]:
        if (post.type or "").startswith("system_"):
            self.told.lost["comings and goings, and notes about channels"] += 1
            return
        words = self._words(post.message or "")
        self.told.lost["files"] += len(post.attachments or ())
        names = [_name(each.path) for each in post.attachments or ()]
        body = "\n".join(filter(None, [words, *(f"(file: {name})" for name in names)]))
        if not body.strip():
            self.told.lost["messages without words"] += 1
            return
        about = place, post.user, str(post.create_at), post.message or ""
        key = key_of_words(*about)
        yield Said(
            key=key,
            place=place,
            author=self.told.know(post.user),
            at=moment(post.create_at / 1000),
            body=body,
            action=post.type == "me",
            edited=bool(post.edit_at),
            reactions=tuple(self._reactions(post)),
            answers=answers,
        )
        for reply in post.replies or ():
            yield from self._post(place, reply, answers=(key, post.user))

    def _reactions(self, post: Post) -> Iterator[tuple[str, str]]:
        for reaction in post.reactions or ():
            if emoji := emoji_of(reaction.emoji_name):
                yield emoji, self.told.know(reaction.user)
            else:
                self.told.lost[f"reactions :{reaction.emoji_name}:"] += 1

    def _words(self, text: str) -> str:
        def mention(found: re.Match[str]) -> str:
            name = found[1].lower()
            return person(name) if name in self.told.people else found[0]

        return in_text(_MENTION.sub(mention, unmarked(text)))


def _name(path: str) -> str:
    return path.rpartition("/")[2].replace("\n", " ")
