"""Two processes' channel layers, of every kind in turn."""

import pytest

from tests.broker.kinds import OTHERS, OURS, close, processes


@pytest.fixture(params=[*OURS, *OTHERS], ids=lambda kind: kind.__name__)
def kind(request):
    return request.param


@pytest.fixture
async def start(kind):
    """``start(…)`` returns two processes' layers with those options."""
    started = []

    def start(**options):
        started[:] = processes(kind, **options)
        return started

    yield start
    for layer in started:
        await close(layer)


@pytest.fixture
def layers(start):
    return start()
