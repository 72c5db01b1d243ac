"""Logs of IRC, a file for a channel or for a day of one: what was said, and by whom.

A log says neither which channel it is of, nor where its clock was: the name of the file
or of its folder says the first (``#chan.log``, ``#chan/2024-01-02.log``), or ``room``
does, and ``zone`` the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo

from chat.moving.errors import MovingError
from chat.moving.foreign import irc_lines
from chat.moving.foreign.archive import Archive, legible
from chat.moving.foreign.ids import Counted
from chat.moving.foreign.irc_lines import Line, parsed
from chat.moving.foreign.records import Place, Said, Told, unmarked

ENDS = (".log", ".txt", ".weechatlog")
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_CHANNEL = re.compile(r"#[^/\s]+?(?=(?:[._-]?\d{4}-?\d{2}-?\d{2})?(?:\.\w+)?(?:/|$))")
# What mIRC has in a text for colours and the like; they are lost.
_COLOURS = re.compile(r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|[\x02\x0f\x11\x16\x1d\x1e\x1f]")


class Irc:
    """Reads one log, or a folder of them."""

    def __init__(self, archive: Archive, *, room: str = "", zone: tzinfo = UTC) -> None:
        self.archive, self.room, self.zone = archive, room.removeprefix("#"), zone
        self.told = Told(origin="irc")
        self._there: set[tuple[str, str]] = set()
        self._called: dict[str, dict[str, str]] = {}

    def read(self) -> Iterator[Said]:
        """All that was said."""
        names = [name for name in sorted(self.archive.files) if name.endswith(ENDS)]
        if not names:
            names = sorted(self.archive.files)
        for name in names:
            yield from self._file(name)

    def _file(self, name: str) -> Iterator[Said]:
        key = self._channel(name)
        self.told.places.setdefault(key, Place(key, key))
        day, ids = _day_of(name), Counted()
        understood = 0
        for content in self.archive.lines(name):
            text = legible(content.rstrip(b"\r\n")).removeprefix("\ufeff")
            line = parsed(text)
            if line is None:
                self.told.lost["lines that no known client writes"] += bool(text)
                continue
            understood += 1
            day = line.day or day
            yield from self._line(key, line, day, ids)
        if not understood and name.endswith(ENDS):
            raise MovingError(
                f"{name} is no log that is known: irssi's, WeeChat's, ZNC's or"
                " energymech's, as they are without settings."
            )

    def _channel(self, name: str) -> str:
        if self.room:
            return self.room
        if found := _CHANNEL.search(name):
            return found[0].removeprefix("#")
        raise MovingError(f"{name} does not say which channel it is of: give --room.")

    def _line(
        self, key: str, line: Line, day: date | None, ids: Counted
    ) -> Iterator[Said]:
        called = self._called.setdefault(key, {})
        if line.kind == irc_lines.NICK:
            called[line.text] = called.pop(line.nick, line.nick)
        elif line.kind == irc_lines.GONE:
            called.pop(line.nick, None)
            self.told.lost["comings and goings"] += 1
        elif line.kind == irc_lines.NOTE:
            self.told.lost["notes of the client"] += 1
        elif line.kind in (irc_lines.WORDS, irc_lines.ACTION):
            at = self._moment(line, day)
            nick = called.get(line.nick, line.nick)
            body = unmarked(_COLOURS.sub("", line.text))
            if not body.strip():
                self.told.lost["messages without words"] += 1
                return
            yield Said(
                key=ids.next(at.isoformat(), key, line.nick, line.text),
                place=key,
                author=self._author(key, nick),
                at=at,
                body=_as_it_is(body),
                action=line.kind == irc_lines.ACTION,
            )

    def _author(self, key: str, nick: str) -> str:
        author = self.told.know(nick.lower(), nick)
        if (key, author) not in self._there:
            self._there.add((key, author))
            place = self.told.places[key]
            members = (*place.members, author)
            self.told.places[key] = Place(key, place.name, members=members)
        return author

    def _moment(self, line: Line, day: date | None) -> datetime:
        if isinstance(line.when, datetime):
            return line.when.replace(tzinfo=self.zone).astimezone(UTC)
        if day is None or line.when is None:
            raise MovingError(
                "The log does not say which day it begins: have the file's name say it,"
                " as in #room-2024-01-02.log."
            )
        return datetime.combine(day, line.when, self.zone).astimezone(UTC)


def _day_of(name: str) -> date | None:
    for year, month, day in reversed(_DATE.findall(name.rpartition("/")[2])):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _as_it_is(body: str) -> str:
    """What was said in IRC was no Markdown: at its begin a mark would make a list."""
    return f"\\{body}" if re.match(r"#{1,6} |> |[-*] ", body) else body
