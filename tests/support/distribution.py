"""Which worker runs which test: long ones are handed out first, and each for itself.

Most of what a test of processes takes is waiting, and whoever waits needs no core:
there are more workers than cores. Elsewhere a file stays together, for its fixtures.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

APART = tuple(
    f"tests/{folder}/" for folder in ("benchmarks", "chaos", "desktop", "system")
)


class Distribution(LoadScopeScheduling):
    """Hands out in the order in which the workers have sorted what they found."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(APART) else nodeid.partition("::")[0]


def urgency(item: pytest.Item) -> int:
    """What is less, comes earlier."""
    if item.get_closest_marker("long"):
        return 0
    return 1 if item.get_closest_marker("processes") else 2
