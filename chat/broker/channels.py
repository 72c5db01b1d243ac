"""The site's channel layer: Channels' interface over groups of sinks."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from typing import Any

from channels.layers import BaseChannelLayer

from chat.broker.inbox import Inbox
from chat.broker.layer import Message, Turn
from chat.broker.pubsub import PubSub


class ChatLayer(PubSub, BaseChannelLayer):
    """What ``settings.CHANNEL_LAYERS`` names; ``hosts`` are addresses of Redis servers.

    Pub/sub sets two limits to what Channels allows a layer to do: a channel is received
    on by the process that made it, and a membership ends with its process, not in time.
    """

    extensions = ["groups", "flush"]

    def __init__(self, hosts: Sequence[str], prefix: str = "chat", **kw: Any) -> None:
        BaseChannelLayer.__init__(self, **kw)
        PubSub.__init__(self, hosts, prefix)
        # As channels-redis does; the stubs have it that it stays what it was.
        self.channel_capacity = self.compile_capacities(self.channel_capacity)  # type: ignore[assignment]
        self._inboxes: dict[str, Inbox] = {}

    async def new_channel(self, prefix: str = "specific") -> str:
        """A name that only this process receives on."""
        channel = f"{prefix}.{self._hub.process}!{secrets.token_hex(8)}"
        await self._open(channel)
        return channel

    async def send(self, channel: str, message: Message) -> None:
        """Send to one channel, of any process.

        Raises:
            TypeError: the name is not valid.
        """
        self.require_valid_channel_name(channel)
        enclosed = {"channel": channel, "message": message}
        await self._hub.publish(self._home(channel), enclosed)

    async def receive(self, channel: str) -> Message:
        """Wait for the next message on a channel of this process."""
        self.require_valid_channel_name(channel)
        inbox = await self._open(channel)
        try:
            return await inbox.get()
        except asyncio.CancelledError:
            # So ends a consumer, and its channel if it has left its groups.
            if inbox.is_left:
                self._inboxes.pop(channel, None)
            raise

    async def group_add(self, group: str, channel: str) -> None:
        """Add a channel of this process to a group."""
        self.require_valid_group_name(group)
        self.require_valid_channel_name(channel)
        inbox = await self._open(channel)
        inbox.groups.add(group)
        await self.attach(group, inbox.hear)

    async def group_discard(self, group: str, channel: str) -> None:
        """Remove a channel from a group; nothing happens if it is not in it."""
        self.require_valid_group_name(group)
        self.require_valid_channel_name(channel)
        inbox = self._inboxes.get(channel)
        if inbox and group in inbox.groups:
            inbox.groups.remove(group)
            self.detach(group, inbox.hear)

    async def group_send(self, group: str, message: Message) -> None:
        """Send to all of a group, in every process.

        Raises:
            TypeError: the name is not valid.
        """
        self.require_valid_group_name(group)
        await self._hub.publish(self._group(group), message)

    async def flush(self) -> None:
        """Forget every channel and group, and close the connections of this loop."""
        self._inboxes.clear()
        await super().flush()

    async def _open(self, channel: str) -> Inbox:
        if channel not in self._inboxes:
            size = self.get_capacity(channel)
            self._inboxes[channel] = Inbox(channel, size, self.expiry)
        inbox = self._inboxes[channel]
        await self._hub.attach(self._home(channel), self._sort)
        return inbox

    def _home(self, channel: str) -> str:
        """What all channels of one process are sent by."""
        return f"{self.prefix}.channel.{channel.partition('!')[0]}"

    def _sort(self, turn: Turn) -> None:
        for enclosed in turn.messages:
            if inbox := self._inboxes.get(enclosed.get("channel", "")):
                inbox.put(enclosed["message"])
