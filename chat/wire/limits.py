"""How much there may be of what a client sends or asks for."""

from __future__ import annotations

from msgspec import Struct

__all__ = [
    "ALT_CHARACTERS",
    "AVATARS_MOST",
    "BODY_CHARACTERS",
    "DESCRIPTION_CHARACTERS",
    "EARLY_BYTES",
    "EARLY_MESSAGES",
    "FILES_MOST",
    "FILE_NAME_CHARACTERS",
    "GROUP_MOST",
    "HISTORY_DEFAULT",
    "HISTORY_LIMIT",
    "KEEP_DAYS_MOST",
    "MAX_FRAME_BYTES",
    "MAX_NESTING",
    "NAME_CHARACTERS",
    "OPTIONS_MOST",
    "OPTION_CHARACTERS",
    "PATTERN_CHARACTERS",
    "PROTOCOL",
    "PURGE_SECONDS_MOST",
    "QUERY_CHARACTERS",
    "QUESTION_CHARACTERS",
    "REASON_CHARACTERS",
    "REF_CHARACTERS",
    "RESULTS_DEFAULT",
    "RESULTS_LIMIT",
    "SLOW_SECONDS_MOST",
    "STATUS_CHARACTERS",
    "TOPIC_CHARACTERS",
    "WAVE_MOST",
    "Limits",
]

PROTOCOL = 1
BODY_CHARACTERS = 4000
TOPIC_CHARACTERS = 200
DESCRIPTION_CHARACTERS, REASON_CHARACTERS = 1000, 200
# Of what was said so long ago nothing is deleted by one word.
PURGE_SECONDS_MOST = 86_400
# How somebody says they are.
STATUS_CHARACTERS = 80
# Between two things that somebody says in a slow room.
SLOW_SECONDS_MOST = 3600
# For which a room keeps what was said.
KEEP_DAYS_MOST = 3650
# People in a group.
GROUP_MOST = 10
# Of words that are held back.
PATTERN_CHARACTERS = 60
HISTORY_LIMIT = 200
HISTORY_DEFAULT = 50
NAME_CHARACTERS = 30
QUERY_CHARACTERS = 200
# Of a poll.
QUESTION_CHARACTERS, OPTION_CHARACTERS = 500, 100
OPTIONS_MOST = 10
# Of a message; and of one file.
FILES_MOST = 10
# In one answer.
AVATARS_MOST = 20
# Of how loud a voice is, from its beginning to its end.
WAVE_MOST = 64
FILE_NAME_CHARACTERS, ALT_CHARACTERS = 100, 500
RESULTS_DEFAULT, RESULTS_LIMIT = 20, 50
REF_CHARACTERS = 64
# A body of 4,000 characters, each escaped as two \uXXXX, with room for the envelope.
MAX_FRAME_BYTES = 64 * 1024
# Before the log-in: of one message, and how many there may be.
EARLY_BYTES = 4 * 1024
EARLY_MESSAGES = 5
# Arrays and objects in one another. What Python follows differs from one to the next.
MAX_NESTING = 100


class Limits(Struct, kw_only=True):
    """How much this site takes.

    body: characters of a message.
    history: messages of a page.
    rate: commands a second, in the long run.
    """

    body: int
    history: int
    rate: float
