"""Two states of the site by turns: that it runs, and that what is dearer is missed."""

import subprocess
import sys
from random import Random

import pytest

from tests.benchmarks.checkout import checkout
from tests.benchmarks.pairs import Comparison, Limits, interval, table
from tests.benchmarks.peers import Absent
from tests.support.servers import PROJECT
from tests.support.tools import need


def seen(times, noise=0.2, pairs=40):
    """What was seen of two, of whom the later takes so many times as much."""
    rng = Random(7)
    both = Comparison()
    for _ in range(pairs):
        weather = rng.uniform(1, 3)
        both.before.append(weather * rng.uniform(1, 1 + noise))
        both.now.append(weather * rng.uniform(1, 1 + noise) * times)
    return both


@pytest.mark.parametrize("times", [0.5, 1, 1.2])
def test_the_interval_is_around_the_truth_whatever_the_weather(times):
    low, high = interval(seen(times).ratios)
    assert low < times < high < low + 0.1 * times


def test_without_noise_there_is_nothing_to_doubt():
    assert interval([1.5] * 10) == (1.5, 1.5)


@pytest.mark.dear
def test_more_pairs_make_it_narrower():
    few, many = [interval(seen(1, pairs=pairs).ratios) for pairs in (10, 200)]
    assert many[1] - many[0] < few[1] - few[0]


@pytest.mark.parametrize(
    ("times", "limits", "held"),
    [
        (1, Limits(1.03), True),
        (1.15, Limits(1.03), False),
        (1.15, Limits(1.2, 1.1), False),
        (1.05, Limits(1.2, 1.1), True),
    ],
)
@pytest.mark.dear
def test_what_is_dearer_is_missed(times, limits, held):
    comparison = seen(times, noise=0.1)
    assert limits.are_held(comparison) == held
    assert ("**missed**" in table({8: comparison}, limits)) != held


def test_a_folder_is_a_checkout_as_it_is():
    with checkout(str(PROJECT)) as tree:
        assert tree == PROJECT


@pytest.mark.processes
def test_a_revision_is_there_as_it_was_until_it_is_not_needed(tmp_path):
    git = [
        need("git", "git"),
        "-C",
        str(tmp_path),
        "-c",
        "user.name=a",
        "-c",
        "user.email=b",
    ]
    file = tmp_path / "manage.py"
    subprocess.run([*git, "init", "--quiet"], check=True)
    for text in ("before", "now"):
        file.write_text(text)
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "--quiet", "-m", text], check=True)
    with checkout("HEAD^", tmp_path) as tree:
        assert (tree / "manage.py").read_text() == "before"
        assert file.read_text() == "now"
    assert not tree.exists()
    with pytest.raises(Absent, match="nothing is no checkout"), checkout("nothing"):
        pass


@pytest.mark.bar
@pytest.mark.long
@pytest.mark.processes
def test_a_run_against_itself_says_what_it_has_seen():
    words = ["-m", "tests.benchmarks", "pairs", "--against", str(PROJECT)]
    words += ["--pairs", "2", "--readers", "10", "--seconds", "0.1", "--limit", "9"]
    done = subprocess.run(
        [sys.executable, *words], cwd=PROJECT, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split("|") for line in done.stdout.splitlines() if "µs" in line]
    assert [row[1].strip() for row in rows] == ["1", "8", "64"]
    assert all(float(row[4]) > 0 and row[7].strip() == "met" for row in rows)
