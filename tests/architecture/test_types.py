"""The types are held by mypy, beside other tests: it takes a core for a minute."""

import subprocess
import sys

import pytest

from tests.support.servers import PROJECT
from tests.support.waiting import SECONDS


@pytest.mark.processes
@pytest.mark.long
def test_mypy_has_nothing_against_the_types():
    found = subprocess.run(
        [sys.executable, "-m", "mypy"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=4 * SECONDS,
    )
    assert found.returncode == 0, found.stdout + found.stderr
