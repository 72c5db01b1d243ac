"""What all commands have in common."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from chat.wire.limits import (
    BODY_CHARACTERS,
    HISTORY_LIMIT,
    REF_CHARACTERS,
    TOPIC_CHARACTERS,
)

__all__ = ["Command"]

Ref = Annotated[str, Meta(max_length=REF_CHARACTERS)]
Number = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Seq = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Moment = Annotated[datetime, Meta(tz=True)]
Limit = Annotated[int, Meta(ge=1, le=HISTORY_LIMIT)]
# PostgreSQL knows no NUL, and nothing that is looked for has one.
NO_NUL = r"^[^\x00]*$"
Word = Annotated[str, Meta(max_length=200, pattern=NO_NUL)]
# One that is to be somebody's, or a room's: what it may be like has codes of its own.
NewName = Annotated[str, Meta(max_length=200)]
Secret = Annotated[str, Meta(max_length=1000)]
Emoji = Annotated[str, Meta(min_length=1, max_length=16)]
# These bounds are a client's to know, and not the decoder's to hold: what is beyond
# them has codes of its own.
Place = Annotated[str, Meta(max_length=200, extra_json_schema={"pattern": "^[#@&]"})]
Body = Annotated[
    str, Meta(extra_json_schema={"minLength": 1, "maxLength": BODY_CHARACTERS})
]
Topic = Annotated[str, Meta(extra_json_schema={"maxLength": TOPIC_CHARACTERS})]


class Command(Struct, tag_field="type", kw_only=True):
    """What a client asks for.

    ref: what answers this command, an error too, carries the same.
    conversation: the number of one that you are in.
    seq: the message's number in the conversation's log.
    epoch: the log's, as you know it; if absent, whichever it is.
    malformed: a field is missing, or has a value that it cannot have.
    login-required: you are not logged in, or not any more.
    banned: the account has been closed.
    rate-limited: too many commands, or too dear texts; nothing was done.
    internal: the server's own fault, or its database's.
    no-such-conversation: there is none that you may know of, or no such message.
    not-a-member: it is a public room that you are not in.
    muted: you may read, but not write.
    """

    ref: Ref | UnsetType | None = UNSET
