"""What every test stands on."""

import pytest
from django.conf import settings

from chat import embedded


@pytest.fixture(scope="session", autouse=True)
def valkey() -> None:
    """The Valkey of this worker; it ends with the worker."""
    embedded.ensure(settings.CHAT_DATA_DIR)
