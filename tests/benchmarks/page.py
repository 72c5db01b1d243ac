"""What the page costs: the lobby with the last 50 messages, for somebody logged in."""

import http.client
from collections.abc import Callable

from tests.benchmarks.crowds import crowd
from tests.benchmarks.figures import Figure, Figures, Meter, cost
from tests.benchmarks.peers import Chatsite
from tests.benchmarks.plan import Plan, started
from tests.benchmarks.readers import Board

MESSAGES, EARLY = 50, 5
MILLISECONDS = 1000
SHOWN = b'<div class="body"'
QUERIES = """
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
client = Client(SERVER_NAME="127.0.0.1")
client.cookies["sessionid"] = {key!r}
with CaptureQueriesContext(connection) as queries:
    answer = client.get("/")
assert answer.status_code == 200, answer
print(len(queries))
"""


async def page(plan: Plan, figures: Figures) -> None:
    """Server CPU and queries for ``/``, logged in, with 50 messages."""
    site = Chatsite(visitors=1)
    with started(plan, figures, [site]) as running:
        if not running:
            return
        async with crowd(site, 1, Board()) as people:
            await people.fly(flying=MESSAGES, seconds=0)
        queries = int(site.shell(QUERIES.format(key=site.log_ins[0])).split()[-1])
        # After that: the server hangs up on a browser that is quiet for seconds.
        load = _loader(site)
        for _ in range(EARLY):
            load()
        for which in range(plan.rounds):
            meter = Meter(site)
            for _ in range(plan.loads):
                load()
            figure = cost(meter.read(), plan.loads, MILLISECONDS)
            plan.told("the page", "ms", figures.add(which, "the page", "ms", figure))
            figures.add(which, "the page: queries", "", Figure(queries))


def _loader(site: Chatsite) -> Callable[[], None]:
    connection = http.client.HTTPConnection(*site.address)
    headers = {"Cookie": f"sessionid={site.log_ins[0]}"}

    def load() -> None:
        connection.request("GET", "/", headers=headers)
        answer = connection.getresponse()
        shown = answer.read().count(SHOWN)
        assert answer.status == 200, answer.status
        assert shown >= MESSAGES, shown

    return load
