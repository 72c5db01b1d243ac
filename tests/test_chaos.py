"""The promise, tried for a minute; ``python -m tests.chaos`` tries it for longer."""

import os
import secrets

import pytest

from tests.chaos.log import CarelessLog
from tests.chaos.run import Plan, run
from tests.chaos.table import table


@pytest.fixture
def seed():
    """``CHAOS_SEED`` repeats a run."""
    seed = int(os.environ.get("CHAOS_SEED") or secrets.randbelow(10**6))
    print(f"CHAOS_SEED={seed}")
    return seed


@pytest.mark.timeout(240)
def test_what_was_accepted_is_never_lost_doubled_or_reordered_whatever_dies(seed):
    result = run(Plan(seed, seconds=30, say=print))
    print(table(result))
    assert result.misses == []


@pytest.mark.timeout(240)
def test_a_client_that_looks_at_no_gap_is_caught(seed):
    result = run(Plan(seed, seconds=5, only="StopReading", log=CarelessLog))
    [careless, *_] = [each.name for each in result.history.programs if not each.left]
    assert {miss.kind for miss in result.misses} == {"lost"}
    assert all(miss.text.startswith(careless) for miss in result.misses)
