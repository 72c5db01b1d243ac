"""The table of commands: which handler does what a command asks for.

A handler calls one verb of the models and returns the event that answers the command,
or None where the contract has no answer.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from chat import wire
from chat.models import User
from chat.sessions.peer import Peer
from chat.sessions.places import Places
from chat.sessions.process import Process
from chat.sessions.rendering import Rendering
from chat.wire.errors import ChatError, Internal
from chat.words import Words

logger = logging.getLogger(__name__)


class Caller(Protocol):
    """What a handler needs of the session that a command came by."""

    @property
    def user(self) -> User: ...

    @property
    def process(self) -> Process: ...

    @property
    def places(self) -> Places: ...

    @property
    def rendering(self) -> Rendering: ...

    @property
    def peer(self) -> Peer: ...


Handler = Callable[[Caller, Any], Awaitable[wire.AnyEvent | None]]
HANDLERS: dict[type[wire.Command], Handler] = {}


def handles(command: type[wire.Command]) -> Callable[[Handler], Handler]:
    """Put a handler into the table."""

    def register(handler: Handler) -> Handler:
        HANDLERS[command] = handler
        return handler

    return register


def refusal(command: wire.AnyCommand, error: BaseException, words: Words) -> wire.Error:
    """What a command that failed is answered; if nobody knows why, that is logged."""
    if isinstance(error, ChatError):
        return wire.error_event(error, words=words)
    # Our fault, or the database's: this command failed, the session goes on.
    name = type(command).__name__
    logger.error("A command failed: %s", name, exc_info=error)
    return wire.error_event(Internal(), words=words)
