"""What commands take of a core, as measured, with all that they set going."""

from __future__ import annotations

from chat import wire
from chat.sessions.rate import POST_SECONDS, TALK_SECONDS

# What changes something, or asks the database much, as for ten thousand rooms.
USUAL_SECONDS = 0.005
PRICES: dict[type[wire.Command], float] = {
    wire.Post: POST_SECONDS,
    wire.Ping: TALK_SECONDS,
    wire.Type: TALK_SECONDS,
    wire.Who: POST_SECONDS,
    wire.MarkRead: 0.002,
    wire.FetchHistory: 0.002,
    wire.FetchChanges: 0.002,
}
MESSAGE_SECONDS = 0.00002


def price_of(command: wire.AnyCommand) -> float:
    """In seconds of a core."""
    price = PRICES.get(type(command), USUAL_SECONDS)
    if isinstance(command, wire.FetchHistory | wire.FetchChanges):
        price += command.limit * MESSAGE_SECONDS
    return price
