"""Redis for code in threads, and what all that ask it have in common."""

from typing import Any

import redis
import redis.asyncio
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from chat.broker.address import Address

CONNECT_SECONDS = 2.0
HASTY_SECONDS = 0.4
# A RuntimeError is what uvloop says of a transport that was closed a moment ago.
UNAVAILABLE = (redis.RedisError, OSError, TimeoutError, RuntimeError)


def client_of(url: str, patience_seconds: float = CONNECT_SECONDS) -> redis.Redis:
    """A client of one server; it connects when it is asked for something.

    Raises:
        BadAddress: ``url`` is no address of a Redis.
    """
    return _client_of(url, patience_seconds)


def async_client_of(url: str) -> redis.asyncio.Redis:
    """The same of the running event loop; ``close`` of ``address`` ends it."""
    pool = Address.read(url).async_pool(
        socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS
    )
    return redis.asyncio.Redis.from_pool(pool)


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


def start_anew() -> None:
    """Let the clients that threads share connect anew, to where the address leads."""
    for client in (*_shared.values(), *_hasty.values()):
        client.connection_pool.disconnect(inuse_connections=False)


def _hasty_client_of(url: str) -> redis.Redis:
    # A connection that was lost is made anew; an answer that does not come is not
    # waited for again.
    again = Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,))
    return _client_of(url, HASTY_SECONDS, retry=again)


def _client_of(url: str, seconds: float, **options: Any) -> redis.Redis:
    patience = {"socket_connect_timeout": seconds, "socket_timeout": seconds}
    return redis.Redis.from_pool(Address.read(url).pool(**patience, **options))


_shared: dict[str, redis.Redis] = {}
_hasty: dict[str, redis.Redis] = {}
