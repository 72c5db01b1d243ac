"""The desktop client as it is started."""

import subprocess
import sys

import pytest

from tests.support.servers import PROJECT

pytestmark = [pytest.mark.processes, pytest.mark.timeout(180)]


def test_from_a_checkout_and_without_a_screen_it_says_what_to_do(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "chat.desktop", "--data", str(tmp_path)],
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "--text" in done.stderr
