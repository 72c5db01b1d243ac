"""One client of Redis for all threads of a process."""

import subprocess
import sys
import threading

import pytest
import redis
from django.conf import settings
from django.test import Client

from chat.broker import client as module
from chat.broker.client import blocking_client, client_of
from chat.models import User
from chat.presence.leases import online_now
from tests.support.servers import PROJECT, environment

FORKED = """
import os
from chat.broker.client import blocking_client
blocking_client().ping()
child = os.fork()
print(blocking_client().client_id(), flush=True)
if child:
    os.waitpid(child, 0)
    print(blocking_client().client_id(), flush=True)
"""


@pytest.fixture
def server():
    """Redis itself; nobody here has a connection by the client that is tried."""
    module._shared.clear()
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.ping()
        yield client


@pytest.fixture
def opened(server):
    """``opened()`` is how many connections there have ever been."""
    return lambda: server.info("stats")["total_connections_received"]


@pytest.mark.dear
@pytest.mark.django_db
def test_five_pages_open_no_more_than_one_connection(opened):
    browser = Client()
    browser.force_login(User.objects.sign_up("ada", "correct horse"))
    before = opened()
    for _ in range(5):
        assert browser.get("/").status_code == 200
    assert opened() - before == 1


def test_threads_that_ask_at_once_leave_connections_that_are_used_again(opened):
    before, together = opened(), threading.Barrier(4)

    def ask():
        together.wait()
        online_now()

    for _ in range(3):
        threads = [threading.Thread(target=ask) for _ in range(together.parties)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert 1 <= opened() - before <= together.parties


def test_a_connection_that_was_lost_is_made_anew(server):
    mine = blocking_client().client_id()
    server.client_kill_filter(_id=mine)
    assert blocking_client().client_id() != mine


@pytest.mark.processes
def test_a_process_that_is_forked_has_connections_of_its_own(tmp_path):
    result = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", FORKED],
        cwd=PROJECT,
        env=environment(tmp_path, REDIS_URL=settings.REDIS_URL),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.stderr == ""
    ids = result.stdout.split()
    assert len(ids) == 3
    assert len(set(ids)) == 2


def test_what_is_no_address_of_a_redis_is_refused():
    with pytest.raises(ValueError, match="no address of a Redis"):
        client_of("http://host")
