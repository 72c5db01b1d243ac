"""What Slack exports: a zip of ``users.json``, ``channels.json`` and days.

https://slack.com/help/articles/220556107: private channels (``groups.json``), direct
messages (``dms.json``) and those of several people (``mpims.json``) are in some.
"""

from __future__ import annotations

from collections.abc import Iterator

from chat.moving.errors import MovingError
from chat.moving.foreign.archive import Archive
from chat.moving.foreign.emoji import emoji_of
from chat.moving.foreign.mrkdwn import markdown, plain
from chat.moving.foreign.records import Place, Said, Told, moment
from chat.moving.foreign.slack_files import (
    PEOPLE,
    PLACES,
    SUBTYPES,
    Channel,
    Member,
    Message,
)

THREADS_KEPT = 200_000


class Slack:
    """Reads an export of a workspace."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.told = Told(origin="slack")
        # Who has begun them, by their times.
        self._threads: dict[str, str] = {}

    def read(self) -> Iterator[Said]:
        """All that was said."""
        for member in self.archive.json(PEOPLE, list[Member]):
            self.told.origin = f"slack:{member.team_id}" if member.team_id else "slack"
            self.told.introduce(member.id, *member.names)
        folders = {}
        for name, private in PLACES.items():
            if name in self.archive.files:
                for channel in self.archive.json(name, list[Channel]):
                    folders[self._place(channel, private=private)] = channel.folder
        for key, folder in folders.items():
            yield from self._days(key, folder)

    def _place(self, channel: Channel, *, private: bool) -> str:
        key = channel.id or channel.folder
        members = tuple(self.told.know(each) for each in channel.members or ())
        is_talk = not channel.name or channel.name.startswith("mpdm-")
        topic = channel.about
        self.told.places[key] = Place(
            key,
            name="" if is_talk else channel.name or "",
            topic=plain(topic),
            private=private,
            members=members,
            created=moment(channel.created) if channel.created else None,
        )
        return key

    def _days(self, key: str, folder: str) -> Iterator[Said]:
        self._threads.clear()
        start = f"{folder}/"
        days = (name for name in self.archive.files if name.startswith(start))
        for day in sorted(days):
            if not day.endswith(".json"):
                self.told.lost["files that are in the export"] += 1
                continue
            for row in self.archive.json(day, list[Message]):
                yield from self._message(key, row)

    def _message(self, key: str, row: Message) -> Iterator[Said]:
        kind = row.subtype or ""
        if row.type not in (None, "message") or kind in SUBTYPES:
            self.told.lost[SUBTYPES.get(kind, f"entries of the type {row.type}")] += 1
            return
        author = self._author(row)
        body = self._body(row)
        if kind == "tombstone":
            body = ""
        elif not body.strip():
            self.told.lost["messages without words"] += 1
            return
        yield Said(
            key=f"{key}/{row.ts}",
            place=key,
            author=author,
            at=moment(_seconds(row.ts)),
            body=body,
            action=kind == "me_message",
            edited=row.edited is not None,
            deleted=kind == "tombstone",
            reactions=tuple(self._reactions(row)),
            answers=self._answered(key, row, author),
        )

    def _author(self, row: Message) -> str:
        profile = row.user_profile
        names = (profile.display_name, profile.real_name) if profile else ()
        if row.user:
            return self.told.know(row.user, *names)
        key = row.bot_id or row.username or "somebody"
        return self.told.know(key, row.username)

    def _body(self, row: Message) -> str:
        texts = [row.text] if row.text else [it.words for it in row.attachments or ()]
        parts = list(map(markdown, texts))
        parts += [file.link for file in row.files or ()]
        return "\n".join(part for part in parts if part.strip())

    def _answered(
        self, place: str, row: Message, author: str
    ) -> tuple[str, str] | None:
        """The message that the thread began with: there are no threads here."""
        if row.thread_ts == row.ts and len(self._threads) < THREADS_KEPT:
            self._threads[row.ts] = author
        beginner = self._threads.get(row.thread_ts or "")
        if row.thread_ts == row.ts or beginner is None:
            return None
        return f"{place}/{row.thread_ts}", beginner

    def _reactions(self, row: Message) -> Iterator[tuple[str, str]]:
        for reaction in row.reactions or ():
            emoji = emoji_of(reaction.name)
            for user in reaction.users or ():
                if emoji is None:
                    self.told.lost[f"reactions :{reaction.name}:"] += 1
                else:
                    yield emoji, self.told.know(user)


def _seconds(ts: str) -> float:
    try:
        return float(ts)
    except ValueError:
        raise MovingError(f"A message has the time {ts!r}, which is none.") from None
