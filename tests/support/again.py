"""Runs the tests; the few that fail among thousands beside them, once more, each alone.

    python -m tests.support.again [pytest's words]

A machine that others share may starve a browser for longer than a test waits. Whoever
fails twice has failed. Whoever passes alone is named in the last line: it leans on
others or on time, and that is to be mended. More than five are no such chance.
"""

import json
import subprocess
import sys
from pathlib import Path

# What pytest's own plugin keeps for --last-failed.
FAILED = Path(".pytest_cache", "v", "cache", "lastfailed")
FEW = 5
SOME_FAILED = 1  # pytest.ExitCode.TESTS_FAILED
ALONE = ("-n", "0", "--last-failed", "-p", "no:randomly")


def main() -> int:
    FAILED.unlink(missing_ok=True)
    code = _run(*sys.argv[1:])
    failed = list(json.loads(FAILED.read_text())) if FAILED.exists() else []
    if code != SOME_FAILED or not 0 < len(failed) <= FEW:
        return code
    print(f"\n--- Once more, each alone: {len(failed)}", flush=True)
    code = _run(*sys.argv[1:], *ALONE)
    if code == 0:
        print("\n".join(("Flaky, to be mended; passed alone:", *failed)))
    return code


def _run(*words: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *words]).returncode


if __name__ == "__main__":
    sys.exit(main())
