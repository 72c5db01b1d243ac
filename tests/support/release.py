"""``make release VERSION=1.2.0``: cut a version: its number, its changes, its tag.

The number stands in ``chat/__init__.py``, with that of the version before, which may
serve beside it; that one's commit, which the tests start, in ``version_before``. All of
it is one commit, with the tag ``v1.2.0``; nothing is pushed.
"""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from chat import VERSION
from tests.support.before import git

UNRELEASED = "## Unreleased\n"


def main() -> None:
    [version] = sys.argv[1:] or [""]
    folder = Path.cwd()
    if complaint := _complaint(folder, version):
        sys.exit(complaint)
    _number(folder / "chat/__init__.py", VERSION=version, BESIDE=VERSION)
    changes = folder / "CHANGELOG.md"
    heading = f"{UNRELEASED}\n## {version} ({datetime.now(UTC):%Y-%m-%d})\n"
    changes.write_text(changes.read_text().replace(UNRELEASED, heading, 1))
    if before := _commit_of(folder, f"v{VERSION}"):
        (folder / "tests/system/version_before").write_text(f"{before}\n")
    git(folder, "commit", "--quiet", "--all", "--message", f"Release {version}")
    git(folder, "tag", "--annotate", f"v{version}", "--message", f"Version {version}")
    print(f"This is version {version} now: git push --follow-tags gives it to others.")


def _complaint(folder: Path, version: str) -> str:
    """What is in its way, in a sentence."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version) or _of(version) <= _of(VERSION):
        return f"VERSION has to be three numbers, higher than {VERSION}: VERSION=1.2.0."
    if git(folder, "status", "--porcelain"):
        return "Something is not committed: a version is cut of what is."
    _, _, unreleased = (folder / "CHANGELOG.md").read_text().partition(UNRELEASED)
    if not unreleased.partition("\n## ")[0].strip():
        return "CHANGELOG.md has nothing under Unreleased that this would be."
    return ""


def _of(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _number(path: Path, **versions: str) -> None:
    text = path.read_text()
    for name, version in versions.items():
        text = re.sub(rf'^{name} = ".*"$', f'{name} = "{version}"', text, flags=re.M)
    path.write_text(text)


def _commit_of(folder: Path, tag: str) -> str:
    """Nothing, if there is no such tag."""
    try:
        return git(folder, "rev-parse", "--verify", "--quiet", f"{tag}^{{commit}}")
    except subprocess.CalledProcessError:
        return ""


if __name__ == "__main__":
    main()
