"""A test that starts something without saying so by its marks is told so."""

import os
import subprocess
import sys

import pytest

from tests.support import marks

NOTHING = [sys.executable, "-c", ""]


def test_a_program_is_not_started_by_a_test_that_is_not_marked():
    with pytest.raises(pytest.fail.Exception, match="mark the test as processes"):
        subprocess.run(NOTHING)


def test_nor_a_child():
    with pytest.raises(pytest.fail.Exception, match="starts a child"):
        os.fork()


@pytest.mark.processes
def test_a_test_that_is_marked_may():
    assert subprocess.run(NOTHING).returncode == 0
    with marks.starting(False), pytest.raises(pytest.fail.Exception):
        subprocess.run(NOTHING)
    assert subprocess.run(NOTHING).returncode == 0
