import pytest

from tests.support.bridge import bridge


@pytest.fixture
async def doors():
    """The addresses of both doors of a bridge in this process."""
    async with bridge("plain", "json") as addresses:
        yield addresses
