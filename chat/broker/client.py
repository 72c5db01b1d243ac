"""Redis for code in threads, and what all that ask it have in common."""

import redis
from django.conf import settings

CONNECT_SECONDS = 2.0
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


_shared: dict[str, redis.Redis] = {}
