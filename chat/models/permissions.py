"""Who may do what: the rules, asked by the verbs with what the database says now.

They look nothing up: whoever acts does, in as few queries as it takes.
"""

from __future__ import annotations

from typing import NamedTuple

from chat.wire.errors import (
    Banned,
    ChatError,
    LoginRequired,
    Muted,
    NoSuchConversation,
    NotAllowed,
    NotAMember,
)
from chat.words import sentence


class Standing(NamedTuple):
    """How somebody stands, at the moment of the question.

    ``epoch`` is the one that their log-ins have to be of; None: there is no such
    person any more. ``is_member``: of the conversation in question; ``has_blocked``:
    the other one there; ``is_left``: that one was a guest, who has gone for good.
    """

    epoch: int | None = None
    is_active: bool = True
    muted: bool = False
    is_member: bool = False
    has_blocked: bool = False
    is_left: bool = False


GONE = sentence(
    "That guest has gone, and another may have the name: nobody would read it."
)
# Of whom the database knows nothing.
UNKNOWN = Standing()


def end_of_login(epoch: int, now: Standing) -> ChatError | None:
    """Why a log-in of that epoch does not count any more; None: it does."""
    if not now.is_active:
        return Banned()
    return None if now.epoch == epoch else LoginRequired("You were logged out.")


def require_voice(epoch: int, now: Standing) -> None:
    """Who may write at all.

    Raises:
        Banned, LoginRequired: the log-in has ended.
        Muted: an administrator lets them read only.
    """
    if error := end_of_login(epoch, now):
        raise error
    if now.muted:
        raise Muted


def require_post(epoch: int, now: Standing, *, is_public: bool) -> None:
    """Who may post in a conversation: its members, if they may write at all.

    ``is_public``: everybody may know of it.

    Raises:
        NoSuchConversation, NotAMember: they are not in it.
        Banned, LoginRequired, Muted
        NotAllowed: they have blocked whom they write to, or nobody would hear it.
    """
    if not now.is_member:
        raise refusal(is_public=is_public)
    require_voice(epoch, now)
    require_unblocked(now.has_blocked)
    if now.is_left:
        raise NotAllowed(GONE)


def require_unblocked(has_blocked: bool) -> None:
    """Nobody writes to people whose answer they would not see.

    Raises:
        NotAllowed: the author has blocked them.
    """
    if has_blocked:
        raise NotAllowed("You have blocked them: unblock them first.")


def refusal(*, is_public: bool) -> ChatError:
    """What is told to those who are not in a conversation."""
    return NotAMember() if is_public else NoSuchConversation()
