"""What the people of the demo say: ``demo.txt``, read.

The file is made of lines that begin with a sign:

    = #room: topic         a room; "= #room (private): topic", or "= @one @other"
    - 5 days ago, 08:52    when they begin to talk; or "- 40 minutes ago"
    Name: words            what somebody says
    | words                its next line
    + 👍 Name, Name         who reacts to it
    ~ words                what it is edited to
    x                      it is taken back
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

FILE = Path(__file__).with_name("demo.txt")
GUESTS = {"gus"}
PAUSE_SECONDS = 10, 40
SECONDS_A_CHARACTER = 0.2


@dataclass
class Line:
    """One message and what becomes of it."""

    author: str
    body: str
    at: datetime
    reactions: list[tuple[str, list[str]]] = field(default_factory=list)
    edited: str = ""
    taken_back: bool = False


@dataclass
class Talk:
    """One conversation: ``name`` is ``"#room"``, or "" if it is a direct one."""

    name: str
    topic: str
    private: bool
    people: list[str]
    lines: list[Line] = field(default_factory=list)


def read(now: datetime, chance: Random) -> list[Talk]:
    """Every conversation; between the lines pass moments that ``chance`` decides."""
    talks: list[Talk] = []
    at = now
    for row in filter(None, FILE.read_text("utf-8").splitlines()):
        sign, words = row[:2], row[2:]
        if sign == "= ":
            talks.append(_talk(words))
        elif sign == "- ":
            at = _beginning(words, now)
        elif not sign.strip("|+~x "):
            _amend(talks[-1].lines[-1], sign[0], words)
        else:
            author, _, body = row.partition(": ")
            seconds = chance.uniform(*PAUSE_SECONDS) + len(body) * SECONDS_A_CHARACTER
            at = min(at + timedelta(seconds=seconds), now)
            talks[-1].lines.append(Line(author, body, at))
    for talk in talks:
        talk.people = list(dict.fromkeys([*talk.people, *_heard_in(talk)]))
    return talks


def _talk(words: str) -> Talk:
    if words.startswith("@"):
        return Talk("", "", True, words.replace("@", "").split())
    title, _, topic = words.partition(": ")
    name, _, private = title.partition(" ")
    return Talk(name, topic, bool(private), [])


def _beginning(words: str, now: datetime) -> datetime:
    number, unit, *_, clock = words.split()
    if unit.startswith("minute"):
        return now - timedelta(minutes=int(number))
    hour, minute = map(int, clock.split(":"))
    day = now - timedelta(days=int(number))
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def _amend(line: Line, sign: str, words: str) -> None:
    if sign == "|":
        line.body += f"\n{words}"
    elif sign == "+":
        emoji, names = words.split(maxsplit=1)
        line.reactions.append((emoji, names.split(", ")))
    elif sign == "~":
        line.edited = words
    else:
        line.taken_back = True


def _heard_in(talk: Talk) -> Iterator[str]:
    for line in talk.lines:
        yield line.author
        for _, names in line.reactions:
            yield from names
