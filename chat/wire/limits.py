"""How much there may be of what a client sends or asks for."""

__all__ = [
    "BODY_CHARACTERS",
    "EARLY_BYTES",
    "EARLY_MESSAGES",
    "HISTORY_DEFAULT",
    "HISTORY_LIMIT",
    "MAX_FRAME_BYTES",
    "MAX_NESTING",
    "NAME_CHARACTERS",
    "PROTOCOL",
    "REF_CHARACTERS",
    "TOPIC_CHARACTERS",
]

PROTOCOL = 1
BODY_CHARACTERS = 4000
TOPIC_CHARACTERS = 200
HISTORY_LIMIT = 200
HISTORY_DEFAULT = 50
NAME_CHARACTERS = 30
REF_CHARACTERS = 64
# A body of 4,000 characters, each escaped as two \uXXXX, with room for the envelope.
MAX_FRAME_BYTES = 64 * 1024
# Before the log-in: of one message, and how many there may be.
EARLY_BYTES = 4 * 1024
EARLY_MESSAGES = 5
# Arrays and objects in one another. What Python follows differs from one to the next.
MAX_NESTING = 100
