"""Which worker runs which test: long ones are handed out first, and each for itself.

Most of what a test of processes takes is waiting, and whoever waits needs no core:
there are more workers than cores. Elsewhere a file stays together, for its fixtures,
and so does one there whose tests share what is dear to start.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

APART = tuple(
    f"tests/{folder}/" for folder in ("benchmarks", "chaos", "desktop", "system")
)
SHARING = (
    *("tests/desktop/window/test_habits.py", "tests/system/test_installing.py"),
    *("tests/system/test_proxies.py", "tests/system/test_terminals.py"),
)


class Distribution(LoadScopeScheduling):
    """Hands out in the order in which the workers have sorted what they found."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        is_apart = file.startswith(APART) and file not in SHARING
        return nodeid if is_apart else file


def urgency(item: pytest.Item) -> int:
    """What is less, comes earlier."""
    if item.get_closest_marker("long"):
        return 0
    return 1 if item.get_closest_marker("processes") else 2
