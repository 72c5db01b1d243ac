"""PostgreSQL's connections for the pages."""

import urllib.request

from tests.support.clients import fill_in
from tests.support.servers import Site
from tests.support.waiting import SECONDS

PAGES = 10
CONNECTED = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def test_pages_go_on_with_the_connections_of_pages_before_them(tmp_path, postgres):
    with Site(tmp_path, **postgres.environment) as site:
        cookie = fill_in(site.web, "guest/", name="gus")
        before = _connected(postgres)
        for _ in range(PAGES):
            request = urllib.request.Request(site.url, headers={"Cookie": cookie})
            with urllib.request.urlopen(request, timeout=SECONDS) as page:
                assert page.url == site.url  # gus has not been sent to log in
        assert before
        assert before <= _connected(postgres)
        assert len(_connected(postgres)) < PAGES


def _connected(postgres):
    with postgres.connect() as connection:
        return {pid for (pid,) in connection.execute(CONNECTED)}
