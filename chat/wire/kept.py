"""What lists are made of: what was kept, who is kept out, what calls: objects."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from chat.wire.objects import Time

__all__ = ["Device", "Kept", "KeptOut", "RuleResult", "Version"]


class Kept(Struct, kw_only=True, rename={"sender": "from"}):
    """A message in the list of those that are pinned, or that somebody has saved.

    conversation: where it was said.
    seq: its number in the log.
    kept: when it was pinned, or saved.
    sender: its author's name.
    author: its author's number.
    body: the first 300 characters of it, as it was typed.
    at: when it was posted.
    action: true: it tells what its author does; else it is not there.
    by: the name of who has pinned it, if there is such a person any more.
    number: of a saved one, its place in the list: ``before`` of the next page.
    gone: true: it was deleted, or is in a room that you have left: nothing is told of
        it. Else it is not there.
    """

    conversation: int
    seq: int
    kept: Time
    sender: str | UnsetType = UNSET
    author: int | UnsetType = UNSET
    body: str | UnsetType = UNSET
    at: Time | UnsetType = UNSET
    action: bool | UnsetType = UNSET
    by: str | UnsetType = UNSET
    number: int | UnsetType = UNSET
    gone: bool | UnsetType = UNSET


class Version(Struct, kw_only=True):
    """What a message said for a while.

    body: as it was typed.
    at: since when; absent where that is not known any more.
    until: when it was edited, or deleted; absent of what it says now.
    by: the name of who did that, if there is such a person any more.
    """

    body: str
    at: Time | UnsetType = UNSET
    until: Time | UnsetType = UNSET
    by: str | UnsetType = UNSET


class KeptOut(Struct, kw_only=True):
    """Somebody who was put out of a room.

    name: theirs.
    author: their number.
    banned: no invitation brings them back.
    at: since when.
    until: when it ends; absent of what does not.
    reason: why; may be empty.
    by: the name of who has done it, if there is such a person any more.
    """

    name: str
    author: int
    banned: bool
    at: Time
    until: Time | UnsetType = UNSET
    reason: str = ""
    by: str | UnsetType = UNSET


class RuleResult(Struct):
    """What one of the rules has said to a message.

    rule: its name: ``author``, ``deleted``, ``member``, ``block``, ``cause``,
        ``level``, ``pause``, ``read``, ``device``; there may be others.
    passed: whether it lets the message call.
    text: the same as a sentence, in your language.
    """

    rule: str
    passed: bool
    text: str


class Device(Struct, kw_only=True):
    """One of your devices that is notified.

    id: its number.
    name: what you call it.
    endpoint: the address of its push service: a browser knows its own by that.
    text: whether it is told what was said, and by whom.
    at: when it was added.
    """

    id: int
    name: str
    endpoint: str
    text: bool
    at: Time
