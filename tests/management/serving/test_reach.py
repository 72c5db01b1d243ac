"""A Redis that cannot be used: one sentence, which shows no password."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from django.conf import settings
from django.core.management import CommandError

from chat.accounts.counts import _add
from chat.accounts.sweeping import is_ours
from chat.broker.channels import ChatLayer
from chat.broker.client import hasty_client
from chat.management.serving.reach import reach
from chat.presence.leases import Presence, online_now
from tests.support.servers import PROJECT
from tests.support.tools import need
from tests.support.valkey import TlsRedis, Valkey

pytestmark = pytest.mark.processes
PASSWORD = ":/@#%ä see"


@pytest.fixture(scope="module")
def mine():
    server = Valkey()
    with redis.Redis(port=server.port) as client:
        may = {"keys": ["{presence}:*"], "channels": ["*"], "enabled": True}
        for name, what in {"eve": ["+@all"], "bob": ["+ping"]}.items():
            words = [f"+{PASSWORD}"]
            client.acl_setuser(name, passwords=words, categories=what[:0], **may)
            client.execute_command("ACL", "SETUSER", name, *what)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    server = TlsRedis(tmp_path_factory.mktemp("tls"))
    yield server
    server.stop()


def complaint(url):
    with pytest.raises(CommandError) as complained:
        reach(url)
    line = str(complained.value)
    assert line.startswith("The Redis of REDIS_URL ")
    assert line.endswith(".")
    assert "see" not in line
    assert "\n" not in line
    return line


def by(mine, name, password=PASSWORD):
    return mine.url.replace("//", f"//{name}:{quote(password, safe='')}@")


def test_a_password_of_any_characters_opens_it(mine):
    reach(by(mine, "eve"))


def test_what_it_refuses_is_said(mine):
    assert "user and password" in complaint(by(mine, "eve", "see!"))
    assert "do too little" in complaint(by(mine, "bob"))
    assert "DB index is out of range" in complaint(mine.url[:-1] + "99")


def test_an_address_of_none_is_said():
    with pytest.raises(CommandError, match="REDIS_URL is no address"):
        reach("redis://:see#saw@host")


def test_a_certificate_is_trusted_by_its_authority_for_its_name_alone(tls):
    reach(tls.url)
    untrusted = "certificate that is not trusted for that name"
    assert untrusted in complaint(tls.url.replace("localhost", "127.0.0.1"))
    assert untrusted in complaint(tls.url.partition("?")[0])
    reach(tls.url.partition("?")[0] + "?ssl_cert_reqs=none")


def test_no_tls_where_there_is_some_is_said(tls):
    assert "does not answer" in complaint(f"redis://localhost:{tls.port}/0")


def test_a_replica_is_said(mine):
    with redis.Redis(port=mine.port) as client:
        client.execute_command("REPLICAOF", "127.0.0.1", "1")
        try:
            assert "replica" in complaint(mine.url)
        finally:
            client.execute_command("REPLICAOF", "NO", "ONE")


# --- What the operator's page says ----------------------------------------------------

PAGE = (PROJECT / "docs/operating.md").read_text(encoding="utf-8")
_, _, SECTION = PAGE.partition("## Redis or Valkey")
COMMANDS = re.findall(r"```sh\n(.*?)\n```", SECTION.partition("\n## ")[0], re.DOTALL)
[RIGHTS] = re.findall(r"^ACL SETUSER chat on >PASSWORD (.*)$", SECTION, re.MULTILINE)


@pytest.mark.parametrize(
    ("command", "answer"),
    list(zip(COMMANDS, ["PONG\n", "see%3A%2Fsaw\n"], strict=True)),
)
def test_its_commands_do_what_it_says(mine, command, answer):
    need("redis-cli", "redis-tools")
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command],
        env={"PATH": programs, "REDIS_URL": mine.url},
        input="see:/saw\n",
        capture_output=True,
        text=True,
        timeout=60,
        start_new_session=True,  # there is no terminal to ask for a password
    )
    assert done.stdout == answer, done.stderr


async def test_the_rights_that_it_gives_are_enough(mine, monkeypatch):
    with redis.Redis(port=mine.port) as client:
        words = ["chat", "on", f">{PASSWORD}", *RIGHTS.split()]
        client.execute_command("ACL", "SETUSER", *words)
    url = by(mine, "chat")
    reach(url)
    monkeypatch.setattr(settings, "REDIS_URL", url)
    assert _add(hasty_client(), ["key"], 60, 1)[0].times == 1
    assert is_ours(60)
    layer, presence = ChatLayer([url]), Presence(url, None)
    await layer.attach("room", lambda turn: None)
    assert await layer.hears_itself()
    assert await presence.renew()
    assert online_now().is_sure is False
    await layer.flush()
    await presence.close()


@pytest.mark.parametrize(
    ("policy", "word"),
    [("allkeys-lru", "Set it to noeviction"), ("noeviction", "full")],
)
def test_a_memory_that_loses_or_refuses_is_warned_of(mine, caplog, policy, word):
    caplog.set_level(logging.WARNING)
    with redis.Redis(port=mine.port) as client:
        client.config_set("maxmemory-policy", policy)
        client.config_set("maxmemory", 1)
        reach(mine.url)
        client.config_set("maxmemory", 0)
    assert word in caplog.text
