"""How fast one person's requests about files may be: as their commands, but cheaper."""

from __future__ import annotations

import asyncio

from chat.models import User
from chat.sessions.rate import PACES

# Of a command. A large file comes in many pieces, and a page shows many pictures.
PRICE = 0.2


async def await_turn(user: User) -> None:
    """Wait until they may ask for more: who only asks much is refused nothing."""
    pace = PACES.of(user.pk, asyncio.get_running_loop().time)
    await pace.commands.awaited(PRICE)
    PACES.leave(user.pk, pace)
