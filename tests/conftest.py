"""What every test stands on."""

import pytest
import redis
from django.conf import settings

from chat import embedded


@pytest.fixture(scope="session", autouse=True)
def valkey() -> None:
    """The Valkey of this worker; it ends with the worker."""
    embedded.ensure(settings.CHAT_DATA_DIR)


@pytest.fixture(autouse=True)
def nobody_is_here(valkey: None) -> None:
    """Forget the leases and counts that the test before has left."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushall()
