"""The far end of one connection, as its consumer offers it to a session."""

from __future__ import annotations

from typing import Protocol

from chat.accounts.visitor import Visitor
from chat.models import User
from chat.net.outbox import Outbox
from chat.wire.codec import Encoding
from chat.wire.errors import ChatError
from chat.words import Words


class Peer(Protocol):
    """``keeps_log``: it fills holes of a log itself, by ``changes``, says what was
    read, and sends again what was refused. For others the site does, and takes their
    lines no faster than they may come, instead of refusing any.
    ``program``: what the peer is, for the operator's figures: its door, or ``desktop``.
    ``way``: its door, and what the client calls itself behind a ``/``, for the panel.
    """

    @property
    def door(self) -> str: ...

    @property
    def program(self) -> str: ...

    @property
    def way(self) -> str: ...

    @property
    def visitor(self) -> Visitor: ...

    @property
    def keeps_log(self) -> bool: ...

    @property
    def encoding(self) -> Encoding: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def words(self) -> Words: ...

    def speak_to(self, user: User) -> None:
        """Have the words in the language that is this person's now."""

    async def close(self, error: ChatError) -> None:
        """Say why, then close the connection."""
