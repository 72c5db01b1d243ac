"""Renews the HTML that an older renderer has made: beside all else, in small steps.

After an update it goes through all conversations, one after the other; whatever is read
meanwhile is right already (``models/messages/renewal``). Later it looks for what a
version before has said that runs beside, and for what another process has left
unfinished.
"""

from __future__ import annotations

import asyncio

from chat.models.messages import renewal
from chat.sessions.process import Process
from chat.sessions.stepping import Works, keep_done

WORKS = Works("renew", lambda: renewal.FOLLOWER, renewal.renew, renewal.forget_older)


def start(process: Process) -> None:
    """Set this process's part of the work going."""
    process.keep(asyncio.create_task(keep_done(WORKS)))
