"""What a line of an IRC client's log says: irssi's, WeeChat's, ZNC's and energymech's.

Each of them writes what it wants; these are their defaults. A line is a day that
begins, a word, an action, a new nick, somebody who comes or goes, or a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

WORDS, ACTION, NICK, GONE, DAY, NOTE = "words", "action", "nick", "gone", "day", "note"
STATUS = "@+%&~ "
_IRSSI_DAY = re.compile(
    r"--- (?:Log (?:opened|closed)|Day changed) \w{3} (\w{3} \d{2})(?: (\d[\d:]*))? "
    r"(\d{4})"
)
_IRSSI = re.compile(r"(\d{2}:\d{2}(?::\d{2})?) (.*)", re.DOTALL)
_IRSSI_SAID = re.compile(r"<([^>\s]+|[ @+%&~][^>\s]+)> ?(.*)")
_IRSSI_NICK = re.compile(r"-!- (\S+) is now known as (\S+)")
_IRSSI_GONE = re.compile(r"-!- (\S+) (?:\[\S*\] )?has (?:quit|left|joined)\b")
_WEECHAT = re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})\t([^\t]*)\t(.*)")
_WEECHAT_NICK = re.compile(r"(\S+) is now known as (\S+)")
_ZNC = re.compile(r"\[(\d{2}:\d{2}(?::\d{2})?)\] (.*)")
_ZNC_NICK = re.compile(r"\*\*\* (\S+) is (?:now )?known as (\S+)")
_ZNC_GONE = re.compile(r"\*\*\* (?:Joins|Quits|Parts): (\S+)")
_ZNC_SAID = re.compile(r"<([^>\s]+)> ?(.*)")
_ACTION = re.compile(r" ?\* ([^\s*]+)(?: (.*))?")


@dataclass(frozen=True)
class Line:
    """``when``: with the day, if the line says it; ``nick`` with ``text``, or what it
    becomes.
    """

    kind: str
    when: datetime | time | None = None
    nick: str = ""
    text: str = ""
    day: date | None = None


def parsed(text: str) -> Line | None:
    """What a line says; None: no client that is known writes so."""
    if text.startswith("--- "):
        return _day(text)
    for pattern, read in ((_WEECHAT, _weechat), (_ZNC, _znc), (_IRSSI, _irssi)):
        if found := pattern.fullmatch(text):
            try:
                return read(found)
            except ValueError:  # 25:61
                return None
    return None


def _day(text: str) -> Line:
    if found := _IRSSI_DAY.match(text):
        try:
            day = datetime.strptime(f"{found[1]} {found[3]}", "%b %d %Y")
        except ValueError:
            return Line(NOTE)
        return Line(DAY, day=day.date())
    return Line(NOTE)


def _weechat(found: re.Match[str]) -> Line:
    when = datetime.fromisoformat(found[1])
    who, text = found[2].strip(), found[3]
    if who == "*":
        nick, _, words = text.partition(" ")
        return Line(ACTION, when, nick.lstrip(STATUS), words)
    if who in ("--", "-->", "<--", "=!=", ""):
        if renamed := _WEECHAT_NICK.match(text):
            return Line(NICK, when, renamed[1], renamed[2])
        is_person = who in ("-->", "<--")
        return Line(GONE if is_person else NOTE, when, text.partition(" ")[0])
    return Line(WORDS, when, who.lstrip(STATUS), text)


def _znc(found: re.Match[str]) -> Line:
    when, text = time.fromisoformat(found[1]), found[2]
    if renamed := _ZNC_NICK.match(text):
        return Line(NICK, when, renamed[1], renamed[2])
    if gone := _ZNC_GONE.match(text):
        return Line(GONE, when, gone[1])
    return _said(_ZNC_SAID, when, text)


def _irssi(found: re.Match[str]) -> Line:
    when, text = time.fromisoformat(found[1]), found[2]
    if renamed := _IRSSI_NICK.match(text):
        return Line(NICK, when, renamed[1], renamed[2])
    if gone := _IRSSI_GONE.match(text):
        return Line(GONE, when, gone[1])
    return _said(_IRSSI_SAID, when, text)


def _said(pattern: re.Pattern[str], when: time, text: str) -> Line:
    if said := pattern.fullmatch(text):
        return Line(WORDS, when, said[1].lstrip(STATUS), said[2])
    # "*** " begins a note.
    if not text.startswith("***") and (acted := _ACTION.fullmatch(text)):
        return Line(ACTION, when, acted[1].lstrip(STATUS), acted[2] or "")
    return Line(NOTE, when)
