"""What a test may start is what its marks say; whoever starts more is told so.

``make quick`` leaves out what starts programs, and stays quick only if that is known of
every test.
"""

import contextlib
import sys
from collections.abc import Iterator

import pytest

STARTS = {"subprocess.Popen", "os.posix_spawn", "os.fork"}

_is_allowed = True


def watch() -> None:
    """From now on nothing is started that is not allowed, for as long as we live."""
    sys.addaudithook(_hear)


@contextlib.contextmanager
def starting(is_allowed: bool) -> Iterator[None]:
    """Whether programs may be started meanwhile."""
    global _is_allowed
    before, _is_allowed = _is_allowed, is_allowed
    try:
        yield
    finally:
        _is_allowed = before


def may_start(item: pytest.Item) -> bool:
    """Whether a test has the mark that says so."""
    return item.get_closest_marker("processes") is not None


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if event in STARTS and not _is_allowed:
        started = arguments[0] if arguments else "a child"
        pytest.fail(f"This starts {started}: mark the test as processes.")
