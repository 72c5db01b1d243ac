"""Doors that encrypt: a site as others meet it."""

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import ssl
import time
import warnings
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import connect

from tests.support.clients import Ended, Lines
from tests.support.encrypted import (
    PASSWORD,
    Browser,
    Certificate,
    EncryptedJson,
    EncryptedPlain,
    blind,
    doors,
    ends,
    shown,
)
from tests.support.servers import BridgeProcess, Site, manage
from tests.support.waiting import SECONDS, eventually

pytestmark = pytest.mark.processes


# --- Coming in ------------------------------------------------------------------------


async def test_a_person_comes_in_by_every_door_that_encrypts(serve):
    site = serve(ada=True)
    tls = doors(site)
    assert set(tls) == {"browser", "plain text", "JSON lines"}
    nc = await EncryptedPlain.enter(tls["plain text"], "ada", PASSWORD)
    robot = await EncryptedJson.enter(tls["JSON lines"], "ada", password=PASSWORD)
    browser = Browser()
    assert browser.log_in(tls["browser"]).status == 302
    cookie = {
        "Cookie": browser._cookies(True),
        "Origin": "https://{}:{}".format(*tls["browser"]),
    }
    url = "wss://{}:{}/ws/".format(*tls["browser"])
    patiently = {"open_timeout": SECONDS}
    async with connect(
        url, additional_headers=cookie, ssl=blind(), **patiently
    ) as page:
        assert json.loads(await page.recv())["you"]["name"] == "ada"
        await robot.post("#lobby", "by every door")
        assert "by every door" in await nc.hears("by every door")
        while json.loads(await page.recv())["type"] != "message":
            pass


def test_cookies_of_the_door_with_tls_are_secure_and_leave_the_other_alone(serve):
    site = serve(ada=True)
    tls, browser = doors(site)["browser"], Browser()
    assert browser.log_in(tls).status == 302
    assert browser.log_in(site.web, tls=False).status == 302
    assert browser.ask(tls, "/").status == 200
    assert browser.ask(site.web, "/", tls=False).status == 200
    names = {name: bool(m["secure"]) for name, m in browser.cookies.items()}
    assert names.pop("sessionid") is False
    assert names.pop("csrftoken") is False
    assert names.pop("browser") is False
    ours = {f"__Host-{name}": True for name in ("sessionid", "csrftoken", "browser")}
    assert names == ours
    stolen = Browser(Cookie=f"sessionid={browser.cookies['sessionid'].value}")
    assert stolen.ask(tls, "/").status == 302  # what went in clear opens nothing here
    answer = browser.ask(tls, "/")
    assert "Strict-Transport-Security" not in answer.headers


def test_https_sends_everybody_to_the_door_that_encrypts(serve):
    site = serve(ada=True, HTTPS="1")
    tls, browser = doors(site)["browser"], Browser()
    answer = browser.ask(site.web, "/login/?next=/rooms/x/", tls=False)
    assert answer.status == 301
    to = urlsplit(answer.headers["Location"])
    assert (to.scheme, to.port, to.path) == ("https", tls[1], "/login/")
    assert browser.log_in(tls).status == 302
    assert browser.ask(tls, "/").headers["Strict-Transport-Security"]


async def test_the_desktop_client_is_given_the_door_that_encrypts(serve):
    site = serve()
    tls = doors(site)
    page = Browser().ask(tls["browser"], "/desktop/").text
    assert "127.0.0.1:{}".format(tls["JSON lines"][1]) in page
    assert "with TLS" in page


async def test_a_bridge_encrypts_as_well(tmp_path, certificate):
    options = "--plain=off", "--json=off", "--plain-tls=0", "--json-tls=0"
    with BridgeProcess(tmp_path, *certificate.options, *options) as bridge:
        tls = doors(bridge)
        nc = await EncryptedPlain.enter(tls["plain text"], "bob")
        robot = await EncryptedJson.enter(tls["JSON lines"], "robot")
        await robot.post("#lobby", "hello")
        await nc.hears("robot: hello")
        before = certificate.der
        certificate.renew()
        bridge.process.send_signal(signal.SIGHUP)
        eventually(lambda: shown(tls["plain text"]) == certificate.der != before)
        await nc.write("still here")
        await robot.hears("message", body="still here")
        await Lines.close_all()


# --- The pair -------------------------------------------------------------------------


async def test_workers_take_a_new_pair_and_those_to_come_have_it(serve, certificate):
    site = serve("--workers=2")
    tls = doors(site)["JSON lines"]
    robots = [await EncryptedJson.enter(tls, f"robot{n}") for n in range(4)]
    certificate.renew()
    site.process.send_signal(signal.SIGHUP)
    eventually(lambda: {shown(tls) for _ in range(8)} == {certificate.der})
    for robot in robots:
        assert (await robot.post("#lobby", "still here"))["type"] == "posted"
    os.kill(site.workers[0], signal.SIGKILL)
    eventually(lambda: len(site.workers) == 2)
    assert {shown(tls) for _ in range(8)} == {certificate.der}


async def test_a_broken_file_is_complained_of_once_and_changes_nothing(
    serve, certificate
):
    site = serve("--workers=2")
    tls, before = doors(site)["JSON lines"], certificate.der
    certificate.key.write_text("broken")
    site.process.send_signal(signal.SIGHUP)
    eventually(lambda: "The certificate from before stays" in site.text)
    assert {shown(tls) for _ in range(8)} == {before}
    await EncryptedJson.enter(tls, "newcomer")
    assert site.text.count("The certificate from before stays") == 1


async def test_workers_that_end_in_turn_leave_no_gap(serve):
    site = serve("--workers=2")
    tls = doors(site)
    for worker in site.workers:
        os.kill(worker, signal.SIGTERM)
        for n in range(10):
            await _comes_in(tls["JSON lines"], f"late{worker}-{n}")
            assert Browser().ask(tls["browser"], "/login/").status == 200
        eventually(lambda worker=worker: worker not in site.workers)
        eventually(lambda: len(site.workers) == 2)


async def _comes_in(address, name):
    """Come in; whoever is told to come back does so, as the contract says."""
    while True:
        with contextlib.suppress(Ended):
            client = await EncryptedJson.enter(address, name)
            return client.cut()


def test_what_an_operator_gets_wrong_is_one_sentence(tmp_path, certificate):
    other = Certificate(tmp_path, "other")
    cert, key = str(certificate.certificate), str(certificate.key)
    cases = [
        (["--web-tls=0"], "add --tls CERT KEY"),
        (["--tls", cert, key], "add --web-tls or --plain-tls or --json-tls"),
        (["--tls", cert, str(other.key), "--web-tls=0"], "is not that of"),
        (["--tls", "/nowhere", key, "--json-tls=0"], "/nowhere cannot be read"),
        (["--tls", cert, key, "--plain-tls=nonsense"], "--plain-tls"),
    ]
    for words, wanted in cases:
        done = manage(tmp_path, "serve", "--bind=0", "--plain=0", "--json=0", *words)
        assert (done.returncode, done.stdout) == (1, "")
        [line] = done.stderr.splitlines()
        assert wanted in line
    done = manage(tmp_path, "serve", CHAT_PROXY_PROTOCOL="1")
    assert "TRUSTED_PROXIES" in done.stderr


def test_a_door_in_clear_that_others_reach_is_told_of(tmp_path):
    with Site(tmp_path, "--bind=0.0.0.0:0", "--json=0.0.0.0:0") as site:
        [line] = [line for line in site.output if "in clear" in line]
        told = r"browser \(0\.0\.0\.0:\d+\), plain text \(0\.0\.0\.0:\d+\), JSON lines"
        assert re.search(told, line)
    with Site(tmp_path) as site:
        assert "in clear" not in site.text


# --- Attacks --------------------------------------------------------------------------


async def test_silent_clients_of_every_door_are_sent_away_in_time(serve):
    site = serve(CHAT_LOGIN_SECONDS="1", CHAT_CONNECTIONS_PER_ADDRESS="5")
    for address in doors(site).values():
        began = time.monotonic()
        silent = [socket.create_connection(address) for _ in range(20)]
        for each in silent:
            reader, writer = await asyncio.open_connection(sock=each)
            await ends(reader)
            writer.transport.abort()
        assert time.monotonic() - began < SECONDS
        eventually(lambda address=address: _is_let_in(address))


def _is_let_in(address):
    """Who does not come in within that second tries again."""
    with contextlib.suppress(OSError):
        return shown(address)


def test_nothing_older_than_tls_1_2_is_spoken(serve):
    old = blind()
    old.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore"):
        old.minimum_version = ssl.TLSVersion.TLSv1
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    for address in doors(serve()).values():
        with socket.create_connection(address) as plain, pytest.raises(OSError):
            old.wrap_socket(plain)
