"""A site with a rule broken on purpose is caught by a real run."""

import os
import secrets
import subprocess
import sys
from collections import defaultdict

import pytest

from tests.chaos.broken import RULES
from tests.chaos.log import CredulousLog, Log
from tests.chaos.plan import Plan
from tests.chaos.run import run
from tests.chaos.table import table
from tests.support.servers import PROJECT, environment

SECONDS = 20
TRIED_ABOVE = {
    *("drop-live", "no-heads", "answer-before-commit"),
    *("put-out-untold", "unlooked", "stale-rooms"),
}

pytestmark = [pytest.mark.long, pytest.mark.processes, pytest.mark.timeout(900)]


@pytest.fixture
def seed():
    """``CHAOS_SEED`` repeats a run."""
    seed = int(os.environ.get("CHAOS_SEED") or secrets.randbelow(10**6))
    print(f"CHAOS_SEED={seed}")
    return seed


def tried(seed, rules, fault, *, log=Log, seconds=SECONDS, **more):
    """The misses of a short run, by their kinds: what is told of all of a kind."""
    more = {"pages": False, **more}
    plan = Plan(seed, seconds, only=fault, broken=rules, log=lambda seat: log, **more)
    result = run(plan)
    print(table(result))
    found = defaultdict(str)
    for miss in result.misses:
        found[miss.kind] += f"{miss.text}\n"
    return found


@pytest.mark.bar
def test_lost_live_events_cost_nothing_because_clients_look_at_gaps(seed):
    assert tried(seed, "drop-live", "CutClients", seconds=5) == {}


@pytest.mark.bar
def test_lost_live_events_are_noticed_where_nobody_looks_at_gaps(seed):
    found = tried(seed, "drop-live,no-heads", "CutClients", log=CredulousLog)
    assert found.keys() == {"lost"}


@pytest.mark.bar
@pytest.mark.browser
def test_a_page_that_looks_at_no_gap_is_caught(seed):
    rules = "drop-live,no-heads"
    found = tried(seed, rules, "CutClients", pages=True, credulous=True)
    assert "in the page of" in found["lost"]


@pytest.mark.bar
def test_an_answer_before_the_commit_is_noticed(seed):
    found = tried(seed, "answer-before-commit", "PowerCut", seconds=60)
    assert "not stored" in found["lost"]


@pytest.mark.bar
def test_who_is_put_out_hears_nothing_though_that_was_never_told(seed):
    assert "leaked" not in tried(seed, "put-out-untold", "CutClients")


@pytest.mark.bar
def test_a_site_that_looks_at_no_hole_tells_those_who_were_put_out(seed):
    found = tried(seed, "put-out-untold,unlooked", "CutClients", seconds=60)
    assert "was put out" in found["leaked"]


@pytest.mark.bar
def test_posts_by_what_a_room_was_are_noticed(seed):
    assert "said by" in tried(seed, "stale-rooms", "CutClients", seconds=60)["unlawful"]


def test_no_rule_replaces_what_nothing_reads(tmp_path):
    words = ["-m", "tests.chaos.site", ",".join(RULES), "check"]
    done = subprocess.run(
        [sys.executable, *words],
        cwd=PROJECT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.bar
@pytest.mark.parametrize("rule", sorted(RULES.keys() - TRIED_ABOVE))
def test_a_broken_rule_is_noticed(rule, seed):
    assert RULES[rule].kind in tried(seed, rule, RULES[rule].fault)
