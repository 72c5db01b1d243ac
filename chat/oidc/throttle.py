"""How often a network may begin log-ins that come to nothing."""

from chat.accounts.counts import COUNTS
from chat.wire.errors import RateLimited

# Many may come from one address in the morning, and all of them come back.
BEGUN_MOST = 100
SECONDS = 300


def attempt(network: str) -> None:
    """Count one that begins.

    Raises:
        RateLimited: so many of that network have not come back.
    """
    [begun] = COUNTS.add([_key(network)], SECONDS)
    if begun.times > BEGUN_MOST:
        raise RateLimited(
            "Too many failed log-ins. Try again in {count} minute.",
            "Too many failed log-ins. Try again in {count} minutes.",
            count=begun.minutes,
            retry=begun.seconds,
        )


def succeeded(network: str) -> None:
    """It was one that the provider vouches for."""
    COUNTS.add([_key(network)], SECONDS, by=-1)


def _key(network: str) -> str:
    return f"begun:oidc:{network}"
