"""The dialect of people at ``nc`` and ``telnet``, and of scripts that pipe into it.

Scripts send all their lines at once, so a line is looked at only when the one before
has been answered: after a name comes the talk, or a password; the answer says which.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum, auto
from uuid import UUID, uuid4

from msgspec import UNSET, UnsetType

from chat import wire
from chat.dialects import Quit, Received
from chat.dialects.lines import LineSplitter, OverLong
from chat.dialects.plain import happened  # noqa: F401
from chat.dialects.plain.keys import obey_keys
from chat.dialects.plain.printable import encode_lines
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash import (  # noqa: F401
    changing,
    files,
    groups,
    held,
    invite_links,
    keeping,
    later,
    leaving,
    members,
    moderation,
    named,
    notifications,
    polls,
    profiles,
    replying,
    reports,
    search,
    steering,
    unread,
)
from chat.dialects.plain.slash.commands import understand
from chat.dialects.plain.talk import Talk
from chat.dialects.terminal import Terminal
from chat.wire.codec import Live
from chat.wire.errors import Malformed, TooLong
from chat.words import Words, sentence

# What goes back from the question for a password to the one for the name.
OTHER_NAME = "/name"
NOT_YOU = sentence("If that is not you, say who you are: /name bob")


class _Awaits(Enum):
    """What the next line is."""

    NAME = auto()
    ANSWER = auto()  # nothing: the login has not been answered
    PASSWORD = auto()
    TALK = auto()


def _now() -> datetime:
    return datetime.now(UTC)


class Plain:
    """A line has at most ``max_bytes``; ``make_id`` makes the id of each post, and
    ``now`` is the clock.
    """

    keeps_log = False

    def __init__(
        self,
        max_bytes: int = 8192,
        *,
        make_id: Callable[[], UUID] = uuid4,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._terminal = Terminal()
        self._lines = LineSplitter(max_bytes, wire.EARLY_BYTES)
        self._talk = Talk(make_id, now)
        self._awaits = self._asked = _Awaits.NAME
        self._name = ""
        self._has_quit = False

    def speak(self, words: Words) -> None:
        """Say what is for people in these words from now on."""
        self._talk.words = words

    def greeting(self) -> bytes:
        """The question for the name."""
        return encode_lines([self._talk.words("Welcome. What is your name?")])

    def feed(self, data: bytes) -> bytes:
        """Add received bytes; return what telnet's commands in them are answered."""
        text, answer = self._terminal.feed(data)
        self._lines.feed(text)
        if self._terminal.is_over:
            self._lines.feed_eof()
        return answer

    def feed_eof(self) -> None:
        """The peer will send no more."""
        self._lines.feed_eof()

    def let_in(self) -> None:
        """It is known who that is."""
        self._lines.let_in()

    def next(self) -> Received | None:
        """What the next line means; None as well while a login is not answered."""
        while self._awaits is not _Awaits.ANSWER:
            if self._awaits is not _Awaits.PASSWORD:
                self._lines.skip_blank()
            line = self._lines.next()
            if line is None:
                return self._quit()
            received = self._read(line)
            if received is not None:
                return received
        return None

    def _quit(self) -> Quit | None:
        """Once, behind the last line of a peer who said that there will be no more."""
        if self._has_quit or not self._terminal.is_over:
            return None
        self._has_quit = True
        return Quit()

    def ask_password(self, *, is_known: bool = True) -> bytes:
        """The next line is the password; ``is_known``: the name is told to have one."""
        self._awaits = self._asked = _Awaits.PASSWORD
        if not is_known:
            return self._ask_for_password()
        asked = self._talk.words("{name} is registered. Password?", name=self._name)
        return encode_lines([self._talk.notice(NOT_YOU), asked])

    def ask_again(self) -> bytes:
        """The question for the name, or for its password."""
        if self._asked is _Awaits.NAME:
            return encode_lines([self._talk.words("What is your name?")])
        return self._ask_for_password()

    @property
    def encoding(self) -> Plain:
        """Itself: what is said of an event depends on the talk."""
        return self

    def encode(
        self, event: wire.AnyEvent, ref: str | UnsetType | None = UNSET
    ) -> bytes:
        """The event as lines; what was said on this connection is not echoed."""
        event = wire.answer(event, ref)
        self._talk.learn(event)
        lines = [] if self._talk.is_echo(event) else lines_of(event, self._talk)
        self._talk.forget(event)
        if isinstance(event, wire.Welcome):
            self._awaits = _Awaits.TALK
        elif isinstance(event, wire.Error) and self._awaits is _Awaits.ANSWER:
            self._awaits = self._asked
        return encode_lines(lines)

    def encode_live(self, live: Live) -> bytes:
        """An event for many, as lines."""
        return self.encode(live.event)

    def cohort(self, conversation: int) -> tuple[str, str] | None:
        """The room's name, and the language; None if something that was said here is to
        come back, or somebody's words are folded.
        """
        name = self._talk.name_of(conversation)
        if self._talk.awaits_echo or self._talk.blocked or not name.startswith("#"):
            return None
        return name, self._talk.words.language

    def _ask_for_password(self) -> bytes:
        asked = self._talk.words("What is your password?")
        return encode_lines([self._talk.notice(NOT_YOU), asked])

    def _read(self, line: bytes | OverLong) -> Received | None:
        if isinstance(line, OverLong):
            too_long = TooLong(
                "A line has at most {count} byte.",
                "A line has at most {count} bytes.",
                count=self._lines.max_bytes,
            )
            return wire.Rejected(too_long)
        try:
            # PowerShell begins what it pipes with a mark of the order of bytes.
            text = obey_keys(line.decode().lstrip("\ufeff"))
        except UnicodeDecodeError:
            return wire.Rejected(Malformed("That line is not UTF-8."))
        if self._awaits is _Awaits.TALK:
            return understand(text, self._talk)
        return self._log_in(text)

    def _log_in(self, text: str) -> Received | None:
        word, _, other = text.strip().partition(" ")
        if word == OTHER_NAME:
            text, self._awaits = other, _Awaits.NAME
            self._asked = _Awaits.NAME
        if self._awaits is _Awaits.PASSWORD:
            return self._try_password(text)
        self._name, invite = _invited(text.strip())
        if self._name == "/quit":
            return Quit()
        if not self._name:
            return self.ask_again() if word else None
        self._awaits = _Awaits.ANSWER
        return wire.Login(name=self._name, invite=invite)

    def _try_password(self, text: str) -> Received:
        # An empty one is nobody's: it is a finger too quick, or a way out looked for.
        if not text:
            return self.ask_again()
        self._awaits = _Awaits.ANSWER
        return wire.Login(name=self._name, password=text)


def _invited(text: str) -> tuple[str, str]:
    """``ada https://…/join/…/``: a name, and the invite link that they come by."""
    name, _, link = text.partition(" ")
    return (name, link.strip()) if "/" in link else (text, "")
