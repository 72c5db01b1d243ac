"""``requirements.lock`` is one choice out of what ``requirements.txt`` allows."""

import re
from collections.abc import Iterator
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PROJECT = Path(__file__).parents[2]
ENTRY = re.compile(r"([\w.-]+)(?:\[[\w,]+\])?==([\w.]+)(?: ; (.+))?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def ranges() -> list[Requirement]:
    lines = (PROJECT / "requirements.txt").read_text().splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def entries() -> Iterator[tuple[re.Match[str], list[str]]]:
    """Each release of the lock, and what is said of it."""
    text = re.sub(
        r"^ *#.*\n", "", (PROJECT / "requirements.lock").read_text(), flags=re.M
    )
    for entry in text.replace("\\\n", "").splitlines():
        head, *words = entry.split(" --")
        found = ENTRY.fullmatch(head.strip())
        assert found, head
        yield found, [f"--{word.strip()}" for word in words]


def chosen() -> dict[str, Version]:
    """The releases for the Python and the machine that this runs on."""
    found = {}
    for entry, _ in entries():
        name, version, marker = entry.groups()
        if marker is None or Requirement(f"{name}; {marker}").marker.evaluate():
            found[canonicalize_name(name)] = Version(version)
    return found


def test_what_is_installed_is_what_is_locked():
    """Else what the releases of the lock need could not be seen here."""
    installed = {name: Version(version(name)) for name in chosen()}
    assert installed == chosen()


def needed(wanted: Requirement, seen: set[str]) -> Iterator[Requirement]:
    """What it needs of others, here, and they of others."""
    for extra in ["", *wanted.extras]:
        for line in requires(wanted.name) or []:
            other = Requirement(line)
            if other.marker and not other.marker.evaluate({"extra": extra}):
                continue
            if str(other) not in seen:
                seen.add(str(other))
                yield other
                yield from needed(other, seen)


@pytest.mark.parametrize("wanted", ranges(), ids=str)
def test_the_lock_is_within_the_range(wanted):
    assert chosen()[canonicalize_name(wanted.name)] in wanted.specifier


@pytest.mark.parametrize("wanted", ranges(), ids=str)
def test_the_lock_has_whatever_that_needs(wanted):
    locked = chosen()
    for other in needed(wanted, set()):
        assert locked[canonicalize_name(other.name)] in other.specifier, other


def test_each_release_is_known_by_its_hashes_and_by_nothing_else():
    for entry, words in entries():
        assert words, entry
        assert all(HASH.fullmatch(word) for word in words), entry


def test_the_lock_names_no_address():
    assert "://" not in (PROJECT / "requirements.lock").read_text()
