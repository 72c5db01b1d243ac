"""What can be measured, by the names that are given on the command line."""

from collections.abc import Awaitable, Callable

from tests.benchmarks.connections import connect, idle, many
from tests.benchmarks.fanout import fanout, size
from tests.benchmarks.figures import Figures
from tests.benchmarks.page import page
from tests.benchmarks.plan import Plan
from tests.benchmarks.posting import posts

Scenario = Callable[[Plan, Figures], Awaitable[None]]
SCENARIOS: dict[str, Scenario] = {
    scenario.__name__: scenario
    for scenario in (fanout, size, posts, connect, idle, many, page)
}
