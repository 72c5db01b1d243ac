"""The promise, tried for 12 seconds; ``python -m tests.chaos`` tries it for longer."""

import os
import secrets

import pytest

from chat.consumers.tcp import DIALECTS
from tests.chaos import cast
from tests.chaos.log import CarelessLog, Log
from tests.chaos.plan import Plan
from tests.chaos.run import run
from tests.chaos.table import table

SECONDS = 12


@pytest.fixture
def seed():
    """``CHAOS_SEED`` repeats a run."""
    seed = int(os.environ.get("CHAOS_SEED") or secrets.randbelow(10**6))
    print(f"CHAOS_SEED={seed}")
    return seed


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.timeout(900)
def test_what_was_accepted_is_never_lost_doubled_or_reordered_whatever_dies(seed):
    result = run(Plan(seed, SECONDS, say=print))
    print(table(result))
    assert result.misses == []


@pytest.mark.long
@pytest.mark.processes
@pytest.mark.bar
@pytest.mark.timeout(900)
def test_a_client_that_looks_at_no_gap_is_caught(seed):
    careless = cast.SEATS[0]
    result = run(
        Plan(
            seed,
            seconds=5,
            only="StopReading",
            pages=False,
            log=lambda seat: CarelessLog if seat == careless else Log,
        )
    )
    assert {miss.kind for miss in result.misses} == {"lost"}
    assert all(miss.text.startswith(careless.name) for miss in result.misses)


def test_there_are_clients_at_every_door():
    assert {seat.door for seat in cast.SEATS} == {
        *("web", "page", "desktop"),
        *DIALECTS,
    }
