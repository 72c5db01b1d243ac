"""The audiences of one process, each attached to the channel layer while it is one."""

from __future__ import annotations

from chat.broker.layer import Layer
from chat.delivery.audience import Audience, Listener, See


class Audiences:
    """Who hears which group; a group that nobody hears any more is detached.

    ``see_members``: see ``Audience``.
    """

    def __init__(self, layer: Layer, see_members: See) -> None:
        self._layer = layer
        self._see_members = see_members
        self._found: dict[str, Audience] = {}

    def get(self, group: str) -> Audience | None:
        """A group's audience, if it has one."""
        return self._found.get(group)

    def of(self, group: str, conversation: int = 0) -> Audience:
        """A group's audience; who joins it first is to attach it."""
        if group not in self._found:
            see_members = self._see_members if conversation else None
            self._found[group] = Audience(group, conversation, see_members)
        return self._found[group]

    async def attach(self, audience: Audience) -> None:
        """Have the layer tell it; returns once nothing is missed any more."""
        await self._layer.attach(audience.group, audience.hear)

    async def listen(self, group: str, listener: Listener) -> None:
        """Have somebody hear a group by themselves."""
        audience = self.of(group)
        audience.stand_aside(listener)
        await self.attach(audience)

    def leave(self, group: str, listener: Listener) -> None:
        """Have somebody hear nothing more of a group."""
        audience = self._found.get(group)
        if audience is not None:
            audience.leave(listener)
            if not audience:
                del self._found[group]
                self._layer.detach(group, audience.hear)
