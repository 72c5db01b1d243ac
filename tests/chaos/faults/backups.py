"""A backup of the site is made, whatever befalls it meanwhile."""

import asyncio

from tests.chaos.faults.fault import Fault
from tests.chaos.history import Restored
from tests.chaos.restored import restored


class BackUp(Fault):
    """And restored elsewhere: what was answered before it began has to be there."""

    kind = "a backup is made and restored"
    target = "database"
    seconds = (1.0, 3.0)

    async def inject(self) -> None:
        self.began = self.scene.clients[0].chronicle.now()
        making = asyncio.to_thread(restored, self.deployment)
        self.making = asyncio.create_task(making)

    async def heal(self) -> None:
        found = Restored(self.began, frozenset(await self.making))
        self.deployment.restored.append(found)
