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
    # What the text takes is paid for by itself.
    wire.Render: TALK_SECONDS,
    wire.MarkRead: 0.002,
    wire.CountUnread: 0.004,
    wire.ListScheduled: 0.002,
    wire.FetchHistory: 0.002,
    wire.FetchChanges: 0.002,
    wire.FetchChain: 0.003,
    wire.FetchMentions: 0.01,
    wire.FetchVoters: 0.02,
    wire.ListMembers: 0.006,
    wire.Search: 0.02,
}
# For each message, or person, of a page.
MESSAGE_SECONDS = 0.00002
_LOGS = wire.FetchHistory | wire.FetchChanges | wire.FetchChain
_PAGES = _LOGS | wire.FetchMentions | wire.ListMembers


def price_of(command: wire.AnyCommand) -> float:
    """In seconds of a core."""
    price = PRICES.get(type(command), USUAL_SECONDS)
    if isinstance(command, _PAGES):
        price += command.limit * MESSAGE_SECONDS
    return price
