"""What each command of the wire does; a post, which is begun and not waited for, apart.

The table is complete when this is imported.
"""

from chat.sessions.handlers import (
    blocks,
    invitations,
    log,
    people,
    pins,
    profiles,
    rooms,
    steering,
    unread,
    writing,
)
from chat.sessions.handlers.table import HANDLERS, handles, refusal

__all__ = [
    "HANDLERS",
    "blocks",
    "handles",
    "invitations",
    "log",
    "people",
    "pins",
    "profiles",
    "refusal",
    "rooms",
    "steering",
    "unread",
    "writing",
]
