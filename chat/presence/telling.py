"""The people list, told: who came and who went, to everybody in every process."""

from __future__ import annotations

from chat import wire
from chat.broker.client import UNAVAILABLE
from chat.broker.layer import Layer
from chat.delivery.announce import event_message
from chat.delivery.doubt import untold
from chat.delivery.groups import EVERYONE
from chat.logging.outage import REDIS
from chat.presence.leases import Delta
from chat.presence.roster import numbers_of
from chat.text.fold import in_order
from chat.text.names import keys_of


async def tell(layer: Layer, delta: Delta) -> None:
    """Tell everybody; if Redis is away, they are told the list when it is back."""
    came = numbers_of(delta.online)
    event = wire.Presence(
        version=delta.version,
        online=list(came),
        offline=in_order(filter(None, delta.offline.values())),
        keys=keys_of([*came, *filter(None, delta.offline.values())]),
        came=list(came.values()),
        went=sorted(delta.offline),
    )
    try:
        await layer.group_send(EVERYONE, event_message(event))
    except UNAVAILABLE as error:
        REDIS.failed(error)
        untold.set()
