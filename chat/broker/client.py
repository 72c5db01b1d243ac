"""Redis for code in threads, and what all that ask it have in common."""

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

CONNECT_SECONDS = 2.0
HASTY_SECONDS = 0.4
# A RuntimeError is what uvloop says of a transport that was closed a moment ago.
UNAVAILABLE = (redis.RedisError, OSError, TimeoutError, RuntimeError)


def client_of(url: str, patience_seconds: float = CONNECT_SECONDS) -> redis.Redis:
    """A client of one server; it connects when it is asked for something.

    Raises:
        ValueError: ``url`` is no address of a Redis.
    """
    return redis.Redis.from_url(
        url, socket_connect_timeout=patience_seconds, socket_timeout=patience_seconds
    )


def blocking_client() -> redis.Redis:
    """The first server's client, which the threads of a process share.

    It keeps its connections: as many as there were threads that asked at once. One that
    was lost meanwhile is made anew, and a process that is forked makes its own.
    """
    url = settings.REDIS_URL
    # Of two threads that are the first, both get what one of them has put there.
    return _shared.get(url) or _shared.setdefault(url, client_of(url))


def hasty_client() -> redis.Redis:
    """The same server's, for whoever has another way and waits for none that hangs."""
    url = settings.REDIS_URL
    return _hasty.get(url) or _hasty.setdefault(url, _hasty_client_of(url))


def _hasty_client_of(url: str) -> redis.Redis:
    # A connection that was lost is made anew; an answer that does not come is not
    # waited for again.
    again = Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,))
    return redis.Redis.from_url(
        url,
        socket_connect_timeout=HASTY_SECONDS,
        socket_timeout=HASTY_SECONDS,
        retry=again,
    )


_shared: dict[str, redis.Redis] = {}
_hasty: dict[str, redis.Redis] = {}
