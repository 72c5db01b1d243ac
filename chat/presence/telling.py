"""The people list, told: who came and who went, to everybody in every process."""

from __future__ import annotations

import logging

from chat import wire
from chat.broker.client import UNAVAILABLE
from chat.broker.layer import Layer
from chat.delivery.announce import event_message
from chat.delivery.doubt import untold
from chat.delivery.groups import EVERYONE
from chat.presence.leases import Delta
from chat.text.fold import in_order
from chat.text.names import keys_of

logger = logging.getLogger(__name__)


async def tell(layer: Layer, delta: Delta) -> None:
    """Tell everybody; if Redis is away, they are told the list when it is back."""
    event = wire.Presence(
        version=delta.version,
        online=in_order(delta.online.values()),
        offline=in_order(delta.offline.values()),
        keys=keys_of({**delta.online, **delta.offline}.values()),
    )
    try:
        await layer.group_send(EVERYONE, event_message(event))
    except UNAVAILABLE as error:
        logger.warning("Redis is away (%s): presence is delayed.", error)
        untold.set()
