"""How a process that is told to end takes its leave.

Nobody comes in any more: the workers beside it go on, or a supervisor holds the sockets
open for whoever it starts next. Where there is neither, the door of browsers stays open
until all have been told, for pages and for whoever asks whether it is ready; no chat
begins there.

All connections are told one after the other, so that they do not all come back at once;
whatever has been received from one is answered first. Then there is a moment for them
to hang up themselves, and for requests that were accepted to arrive; a connection that
is closed on unread bytes is reset, and its peer may miss the last words (RFC 2525
§2.17). What is left after that has ``grace_seconds``. All in all it is less than the
10 s that most supervisors give, if Redis does not hang as well; the lease is then as
young as its last renewal.
"""

import asyncio
import random
from collections.abc import Callable, Set
from typing import Any, Protocol

from chat.logging.outage import DATABASE
from chat.net.tcp import TcpServer
from chat.sessions.process import Process

SPREAD_SECONDS = 5.0
EACH_SECONDS = 0.01
MOMENT_SECONDS = 1.0
GRACE_SECONDS = 3
# Who waits for a database that is stuck is answered late, and told goodbye after that.
END_SECONDS = 7
LOOK_SECONDS = 0.05


class Connection(Protocol):
    def say_goodbye(self) -> None:
        """Tell the peer, after all that it is owed."""


async def say_goodbye(
    tcp: TcpServer, web: Set[Any], is_in_haste: Callable[[], bool]
) -> None:
    """Accept nobody; tell everybody and wait for them, unless it is in haste.

    ``web``: uvicorn's connections; those that do not stay open are served to their end.
    """
    tcp.close_doors()
    await asyncio.sleep(LOOK_SECONDS)  # whoever was accepted just now is in by then
    lasting = [each for each in web if hasattr(each, "say_goodbye")]
    await in_turn([*tcp.connections, *lasting], is_in_haste)
    looks = round(MOMENT_SECONDS / LOOK_SECONDS)
    while looks and (tcp.connections or web) and not is_in_haste():
        looks -= 1
        await asyncio.sleep(LOOK_SECONDS)


async def in_turn(
    connections: list[Connection], is_in_haste: Callable[[], bool]
) -> None:
    """Tell one after the other, in random order."""
    random.shuffle(connections)
    seconds = min(SPREAD_SECONDS, EACH_SECONDS * len(connections))
    loop = asyncio.get_running_loop()
    began = loop.time()
    for turn, connection in enumerate(connections):
        due = began + seconds * turn / len(connections)
        if not is_in_haste():
            await asyncio.sleep(due - loop.time())
        connection.say_goodbye()


def grace_seconds(since: float) -> int:
    """How long what is left may take; ``since``: when the end began, as loops count."""
    if not DATABASE.is_on:
        return GRACE_SECONDS
    passed = asyncio.get_running_loop().time() - since
    return max(GRACE_SECONDS, int(END_SECONDS - passed))


async def leave_people() -> None:
    """Leave the people on the list, for as long as a lease is: they come back."""
    await Process.here().presence.renew()
