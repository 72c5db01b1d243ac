"""What is told of reports: objects."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from chat.wire.objects import Time

__all__ = ["Outcome", "Report", "Said", "Which"]

Which = Literal["open", "handled", "own"]
Outcome = Literal["acted", "dismissed"]


class Said(Struct, kw_only=True, rename={"sender": "from"}):
    """A message as it stood when it was reported, or one before that.

    seq: its number in the log.
    sender: what its author was called.
    author: their number.
    at: when it was posted.
    body: as it was typed.
    action: true: it tells what its author does; else it is not there.
    """

    seq: int
    sender: str
    author: int
    at: Time
    body: str
    action: bool | UnsetType = UNSET


class Report(Struct, kw_only=True):
    """That somebody, or what they said, is not as it should be.

    report: its number.
    at: when it was made.
    reason: why.
    whom: what they were called who are reported: the author of the message.
    person: their number; 0 if there is no such person any more.
    by: the name of who reports, if there is such a person any more. Not in your own.
    conversation: where the message was said; absent if a person is reported.
    place: what the room was called, if it was one.
    said: of a message, itself and three at most before it, the oldest first: as they
        stood then, whatever was edited or deleted since.
    outcome: how it has ended: ``acted``, something was done, or ``dismissed``; absent
        as long as it waits.
    word: what was done; may be empty.
    ended: when that was.
    handler: the name of who has handled it, if there is such a person any more. Not in
        your own.
    """

    report: int
    at: Time
    reason: str
    whom: str
    person: int
    by: str | UnsetType = UNSET
    conversation: int | UnsetType = UNSET
    place: str | UnsetType = UNSET
    said: list[Said] | UnsetType = UNSET
    outcome: Outcome | UnsetType = UNSET
    word: str | UnsetType = UNSET
    ended: Time | UnsetType = UNSET
    handler: str | UnsetType = UNSET
