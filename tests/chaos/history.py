"""What happened in a run, as plain facts: the verdict needs nothing else.

A *token* is a unique word in everything that is written, so that each byte that a
client receives can be traced to who may read it. Times are seconds of one clock.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

# So long what was sent by a line that is lost may lie before it is done.
DOUBT_SECONDS = 30

Place = tuple[int, int]
"""A conversation's number and a seq in it."""


@dataclass(frozen=True)
class Stored:
    """A message in the database; ``reactions`` are pairs of emoji and name, ``named``
    the numbers of those whom it names.
    """

    conversation: int
    seq: int
    changed: int
    id: str
    author: str
    body: str
    edited: bool = False
    deleted: bool = False
    reactions: frozenset[tuple[str, str]] = frozenset()
    named: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Happening:
    """What happened in a room beside what was said, as ``wire.Happened``; ``at``: not
    before that it was stored.
    """

    kind: str
    actor: str
    whom: str = ""
    value: str | int | bool | None = None
    reason: str = ""
    at: float = field(default=0.0, compare=False)


@dataclass(frozen=True)
class Conversation:
    """A conversation in the database; ``members`` are names, ``read`` and ``roles`` are
    by name, what ``happened`` beside what was said is by number.
    """

    number: int
    head: int
    members: frozenset[str]
    topic: str = ""
    read: Mapping[str, int] = field(default_factory=dict)
    happened: Mapping[int, Happening] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """A message as a client's log has it, in the end; ``named`` is None where the
    client does not keep that.
    """

    changed: int
    id: str
    author: str
    body: str
    edited: bool = False
    deleted: bool = False
    reactions: frozenset[tuple[str, str]] = frozenset()
    named: frozenset[int] | None = None


@dataclass
class Log:
    """A client's copy of a conversation, in the end.

    ``is_whole``: the client waits for nothing of it. Until then a number that it has
    says nothing of older messages, which may be on another page. ``happened``: None
    where the client does not keep that. ``is_out``: the person is not in there now.
    """

    have: int
    messages: dict[int, Read]
    topic: str = ""
    is_whole: bool = True
    happened: dict[int, Happening] | None = None
    is_out: bool = False


@dataclass(frozen=True)
class Said:
    """A post that a client made: when it was first sent."""

    id: str
    token: str
    at: float


@dataclass(frozen=True)
class Posted:
    """The server's word that a post is in the log."""

    id: str
    place: Place
    at: float


@dataclass
class Move:
    """A wish to come into the room that is steered; it ``failed``, or, as far as it is
    ``known`` when, it did not; or the line was lost: until then it is ``in_doubt``.
    """

    sent: float
    known: float = math.inf
    failed: bool = False
    in_doubt: bool = False

    def doubt(self, now: float) -> None:
        """The line is lost by which it would have been answered."""
        self.known, self.in_doubt = now + DOUBT_SECONDS, True


@dataclass(frozen=True)
class Refusal:
    """A post into the room that is steered, and the ``code`` that answered it, or the
    line where there was only that.
    """

    sent: float
    known: float
    code: str


@dataclass
class Visits:
    """What a client was shown of the room that is steered: when, and up to which
    number; what of its posts was refused there; when it wished to come in.
    """

    sights: list[tuple[float, int]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)


@dataclass
class Program:
    """What a client that follows the contract was told and saw.

    ``shown`` are, for each connection, the live numbers that passed the gap rule, in
    order; ``events`` say what took which number; ``unanswered`` counts by conversation
    the changes that were sent and never answered; ``refused`` are errors without a
    reason. ``read`` is how far the server is known to have it that they have read, by
    conversation; ``unread`` is where it said less later. Who ``left`` before the end
    need not be whole.
    """

    name: str
    person: str
    said: list[Said] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    logs: dict[int, Log] = field(default_factory=dict)
    shown: list[list[Place]] = field(default_factory=list)
    events: set[tuple[Place, str]] = field(default_factory=set)
    unanswered: Counter[int] = field(default_factory=Counter)
    read: dict[int, int] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    online: frozenset[str] | None = None
    left: bool = False
    visits: Visits = field(default_factory=Visits)


@dataclass(frozen=True)
class Row:
    """A message as it stands in a page's timeline."""

    seq: int
    id: str
    author: str
    tokens: tuple[str, ...]
    changed: int
    edited: bool = False
    deleted: bool = False
    reactions: frozenset[tuple[str, str]] = frozenset()


@dataclass
class Timeline:
    """What a page shows of the lobby: ``last`` is its last number, ``waiting`` are the
    posts that wait, ``seen`` the numbers that stood there at a time, from above.

    ``rows`` are all of them, once somebody has scrolled through; None: nobody has yet.
    """

    name: str
    last: int = 0
    waiting: list[str] = field(default_factory=list)
    seen: list[list[int]] = field(default_factory=list)
    rows: list[Row] | None = None


@dataclass(frozen=True)
class Line:
    """What somebody said or, if ``edited``, said instead, as it was shown."""

    token: str
    edited: bool = False
    at: float = field(default=0.0, compare=False)


@dataclass
class Sitting:
    """One connection of a person at ``nc``; ``whole`` if it stayed to the end.

    ``since`` is when they were let in. ``said`` are the tokens of their own lines:
    nobody shows them again.
    """

    since: float = 0.0
    lines: list[Line] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    whole: bool = False


@dataclass
class Person:
    """What a person at ``nc`` was told and saw.

    ``accepted`` are the tokens of lines that were not refused, with when they were sent
    and when it was known; ``tokens`` are all that was received; ``refused`` are errors
    for which there was no reason.
    """

    name: str
    person: str
    sittings: list[Sitting] = field(default_factory=list)
    accepted: dict[str, tuple[float, float]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    visits: Visits = field(default_factory=Visits)


@dataclass(frozen=True)
class Word:
    """What a token stands for: a post by its ``id``, or an edit of ``target``.

    ``audience`` are the names of those who may see it; None: everybody.
    """

    audience: frozenset[str] | None = None
    id: str = ""
    target: Place | None = None


@dataclass(frozen=True)
class Restored:
    """What a backup had that was begun at that time."""

    began: float
    messages: frozenset[Stored]


@dataclass(frozen=True)
class Pushed:
    """What a phone was told of the message there; ``is_answered``: it has said so."""

    place: Place
    epoch: int
    at: float
    is_answered: bool = True


@dataclass
class History:
    """Everything. ``online`` is what each process says in the end, ``present`` who is
    here then; None: nobody looked.

    ``archived`` are the numbers that a follower of the logs was told of; None: nobody
    looked. ``restless`` are the numbers of rooms that people came to and went from: who
    was at ``nc`` meanwhile need not have been shown everything. ``steered`` is the
    number of the room in which people are given roles and put out; ``staff`` are those
    who moderate the whole site.
    """

    conversations: list[Conversation] = field(default_factory=list)
    messages: list[Stored] = field(default_factory=list)
    programs: list[Program] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    words: dict[str, Word] = field(default_factory=dict)
    restless: set[int] = field(default_factory=set)
    steered: int = 0
    owner: str = ""
    staff: frozenset[str] = frozenset()
    present: frozenset[str] | None = None
    online: dict[str, frozenset[str]] = field(default_factory=dict)
    deaf: list[str] = field(default_factory=list)
    died: list[str] = field(default_factory=list)
    archived: set[Place] | None = None
    restored: list[Restored] = field(default_factory=list)
    pushed: list[Pushed] | None = None
    lobby: int = 0
    timelines: list[Timeline] = field(default_factory=list)
