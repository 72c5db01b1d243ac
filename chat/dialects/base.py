"""What each dialect is, and what comes out of it: see ``chat.dialects``."""

from __future__ import annotations

from typing import Protocol

from chat.wire import AnyCommand, Rejected
from chat.wire.codec import Encoding
from chat.words import Words


class Quit:
    """The peer says goodbye."""


# A command for the session; a refusal for the peer; bytes to say back at once.
Received = AnyCommand | Rejected | Quit | bytes


class Dialect(Protocol):
    keeps_log: bool
    """Whether the peer fills holes by ``changes``, sends what is refused again, and
    says what was read.
    """

    @property
    def encoding(self) -> Encoding:
        """How the peer is told events; those of no interest here are empty."""

    def speak(self, words: Words) -> None:
        """Say what is for people in these words from now on."""

    def greeting(self) -> bytes:
        """What is said before the peer has said anything."""

    def feed(self, data: bytes) -> bytes:
        """Add received bytes; return what they are answered, whatever they mean."""

    def feed_eof(self) -> None:
        """The peer will send no more: an unfinished last line counts as a line."""

    def let_in(self) -> None:
        """It is known who that is: from now on there may be more in a line."""

    def next(self) -> Received | None:
        """The next complete piece of what was fed; None if it takes more to go on.

        What it takes can be bytes, or the answer to the piece before.
        """

    def ask_password(self, *, is_known: bool = True) -> bytes | None:
        """The question after a registered name; None where there is no dialogue."""

    def ask_again(self) -> bytes | None:
        """The question that was answered wrongly; None where there is no dialogue."""
