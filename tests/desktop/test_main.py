"""The desktop client as it is started."""

import re
import subprocess
import sys

import pytest

from tests.support.servers import PROJECT

pytestmark = pytest.mark.processes


@pytest.mark.parametrize(
    ("options", "told"),
    [([], "--text needs none|--text is"), (["--text"], "terminal;")],
)
def test_without_a_screen_or_a_terminal_it_says_what_to_do(tmp_path, options, told):
    done = subprocess.run(
        [sys.executable, "-m", "chat.desktop", "--data", str(tmp_path), *options],
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        input="ada\nhello\n",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert re.search(told, done.stderr)
    assert "Traceback" not in done.stderr
