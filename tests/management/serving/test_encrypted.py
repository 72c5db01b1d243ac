"""Doors that encrypt, and those that do not: a site as others meet it."""

import asyncio
import http.client
import json
import os
import re
import signal
import socket
import ssl
import time
import warnings
from contextlib import closing
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import pytest
from websockets.asyncio.client import connect

from tests.support.clients import Ended, JsonClient, Lines, PlainClient
from tests.support.desktop import Desk
from tests.support.encrypted import (
    Certificate,
    EncryptedJson,
    EncryptedPlain,
    blind,
    by,
    doors,
    ends,
    naming,
    shown,
)
from tests.support.forwarding import Forwarding
from tests.support.servers import BridgeProcess, Site, manage
from tests.support.waiting import eventually

pytestmark = pytest.mark.processes

TLS = "--web-tls=127.0.0.1:0", "--plain-tls=0", "--json-tls=0"
PASSWORD = "correct horse battery"
SIGN_UP = f"""
from chat.models import User
User.objects.sign_up("ada", "{PASSWORD}")
"""
OUTSIDE, LAN = "203.0.113.9", "192.168.7.7"
PROXIED = {"TRUSTED_PROXIES": "127.0.0.1", "CHAT_PROXY_PROTOCOL": "1"}


@pytest.fixture
def certificate(tmp_path):
    return Certificate(tmp_path)


@pytest.fixture
def serve(tmp_path, certificate):
    """Start a site with every door that encrypts; ``ada``: she has an account."""
    started = []

    def start(*options, ada=False, **settings):
        site = Site(tmp_path, *certificate.options, *TLS, *options, **settings)
        started.append(site)
        if ada:
            manage(tmp_path, "shell", "-c", SIGN_UP).check_returncode()
        return site

    yield start
    for site in started:
        site.stop()


class Browser:
    """Keeps cookies as a browser does: by host, not by port, and ``Secure`` apart."""

    def __init__(self, **headers):
        self.cookies = SimpleCookie()
        self.headers = headers

    def ask(self, address, path, tls=True, **fields):
        host = "{}:{}".format(*address)
        sent = {"Host": host, "Cookie": self._cookies(tls), **self.headers}
        body = None
        if fields:
            sent["Origin"] = f"{'https' if tls else 'http'}://{host}"
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(fields)
        connection = (
            http.client.HTTPSConnection(*address, context=blind(), timeout=20)
            if tls
            else http.client.HTTPConnection(*address, timeout=20)
        )
        with closing(connection):
            connection.request("POST" if fields else "GET", path, body, sent)
            answer = connection.getresponse()
            answer.text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie", ()):
            self._keep(line, tls or "X-Forwarded-Proto" in self.headers)
        return answer

    def fill_in(self, address, path, tls=True, page="", **fields):
        page = page or self.ask(address, path, tls).text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        fields |= {"csrfmiddlewaretoken": token[1] if token else "x"}
        return self.ask(address, path, tls, **fields)

    def log_in(self, address, tls=True):
        return self.fill_in(address, "/login/", tls, name="ada", password=PASSWORD)

    def _keep(self, line, tls):
        # RFC 6265bis §5.7: without TLS, nothing that is Secure is set, or set anew.
        for name, morsel in SimpleCookie(line).items():
            known = self.cookies.get(name)
            assert tls or not (morsel["secure"] or (known and known["secure"]))
            self.cookies[name] = morsel.value
            self.cookies[name]["secure"] = morsel["secure"]

    def _cookies(self, tls):
        pairs = self.cookies.items()
        return "; ".join(f"{n}={m.value}" for n, m in pairs if tls or not m["secure"])


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
    async with connect(url, additional_headers=cookie, ssl=blind()) as page:
        assert json.loads(await page.recv())["you"]["name"] == "ada"
        await robot.post("#lobby", "by every door")
        assert "by every door" in await nc.hears("by every door")
        while json.loads(await page.recv())["type"] != "message":
            pass
    await Lines.close_all()


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
    await Lines.close_all()


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
    await Lines.close_all()


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
    await Lines.close_all()


async def _comes_in(address, name):
    """Come in; whoever is told to come back does so, as the contract says."""
    try:
        client = await EncryptedJson.enter(address, name)
    except Ended:
        client = await EncryptedJson.enter(address, name)
    client.cut()


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
        assert "browser (0.0.0.0:0), plain text (0.0.0.0:0), JSON lines" in line
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
        assert time.monotonic() - began < 8
        with socket.create_connection(address, timeout=10) as plain:
            blind().wrap_socket(plain).close()


def test_nothing_older_than_tls_1_2_is_spoken(serve):
    old = blind()
    old.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore"):
        old.minimum_version = ssl.TLSVersion.TLSv1
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    for address in doors(serve()).values():
        with socket.create_connection(address) as plain, pytest.raises(OSError):
            old.wrap_socket(plain)


# --- Passwords in clear ---------------------------------------------------------------


async def test_a_password_from_outside_is_refused_before_it_is_asked_for(serve):
    site = serve(ada=True, CHAT_ALLOW_GUESTS="1", **PROXIED)
    tls = doors(site)
    nc = await by(PlainClient, head=naming(OUTSIDE)).connect(site.plain)
    await nc.write("ada")
    line = await nc.hears("!")
    assert "in clear" in line
    assert f"127.0.0.1:{tls['plain text'][1]}" in line
    assert not any("Password" in line for line in nc.received)
    await nc.ends()
    robot = await by(JsonClient, head=naming(OUTSIDE)).connect(site.json)
    answer = await robot.ask("login", name="ada", password=PASSWORD)
    assert answer["code"] == "clear-password"
    assert f"127.0.0.1:{tls['JSON lines'][1]}" in answer["detail"]
    guest = await by(JsonClient, head=naming(OUTSIDE)).enter(site.json, "wanda")
    assert guest.welcome["token"]
    await Lines.close_all()


async def test_a_password_from_the_lan_or_with_tls_is_taken(serve):
    site = serve(ada=True, **PROXIED)
    tls = doors(site)
    near, far = naming(LAN), naming(OUTSIDE)
    await by(PlainClient, head=near).enter(site.plain, "ada", PASSWORD)
    await by(PlainClient, head=far, tls=True).enter(tls["plain text"], "ada", PASSWORD)
    await by(JsonClient, head=far, tls=True).enter(
        tls["JSON lines"], "ada", password=PASSWORD
    )
    await Lines.close_all()


async def test_an_address_that_is_not_listed_names_nobody(serve):
    site = serve(**PROXIED)
    head = naming("10.0.0.1")
    liar = await by(PlainClient, head=head, source="127.0.0.2").connect(site.plain)
    assert await liar.hears("name?")
    await liar.write("")
    assert await liar.hears("!")  # that is no name
    listed = await by(PlainClient, head=b"").connect(site.plain)
    await listed.write("a listed proxy must name its client")
    await ends(listed._reader)
    await Lines.close_all()


def test_pages_take_no_password_in_clear_from_outside(serve):
    site = serve(ada=True, TRUSTED_PROXIES="127.0.0.1", CHAT_ALLOW_GUESTS="1")
    tls, outside = doors(site)["browser"], {"X-Forwarded-For": OUTSIDE}
    browser = Browser(**outside)
    page = browser.ask(site.web, "/login/", tls=False)
    assert page.status == 200
    assert f"https://127.0.0.1:{tls[1]}/login/" in page.text
    assert 'type="password"' not in page.text
    assert 'name="name"' in page.text  # for guests
    for path in ("/signup/", "/password/", "/admin/chat/user/add/"):
        assert browser.ask(site.web, path, tls=False).status == 403
    refused = browser.ask(site.web, "/login/", False, name="ada", password=PASSWORD)
    assert refused.status == 403
    assert "in clear" in refused.text
    came = browser.fill_in(site.web, "/guest/", False, page.text, name="bob")
    assert came.status == 302
    # With TLS as far as the proxy, and from the LAN.
    by_proxy = Browser(**outside, **{"X-Forwarded-Proto": "https"})
    assert 'type="password"' in by_proxy.ask(site.web, "/login/", tls=False).text
    near = Browser(**{"X-Forwarded-For": LAN})
    assert near.log_in(site.web, tls=False).status == 302


def test_where_a_password_may_come_from_is_the_operator_s_to_say(serve, tmp_path):
    for setting, host, taken in [
        ("loopback", LAN, False),
        ("loopback", "127.0.0.1", True),
        ("any", OUTSIDE, True),
    ]:
        site = Site(tmp_path, CHAT_CLEAR_PASSWORDS=setting, TRUSTED_PROXIES="127.0.0.1")
        with site:
            page = Browser(**{"X-Forwarded-For": host}).ask(site.web, "/login/", False)
            assert ('type="password"' in page.text) == taken
            assert taken or "Ask whoever runs the site" in page.text
    done = manage(tmp_path, "check", CHAT_CLEAR_PASSWORDS="never")
    assert "CHAT_CLEAR_PASSWORDS is 'never'" in done.stderr


# --- Without guests -------------------------------------------------------------------


async def test_without_guests_every_name_is_asked_for_its_password(serve):
    site = serve(ada=True, CHAT_ALLOW_GUESTS="0")
    ada = await PlainClient.enter(site.plain, "ada", PASSWORD)
    said = []
    for name in ("ada", "nobody", "7up"):
        nc = await PlainClient.connect(site.plain)
        await nc.write(name)
        await nc.hears("password")
        await nc.write("wrong")
        assert await nc.hears("!") == "! The name or the password is wrong."
        said.append([line.replace(name, "") for line in nc.received])
    assert said[0] == said[1] == said[2]
    await ada.write("/me")
    await ada.hears("You are ada")
    robots = [await JsonClient.connect(site.json) for _ in range(2)]
    answers = [
        (await robot.ask("login", name=name))["code"]
        for robot, name in zip(robots, ("ada", "nobody"), strict=True)
    ]
    assert answers == ["guests-refused"] * 2
    await Lines.close_all()


# --- The desktop client ---------------------------------------------------------------


def test_a_desktop_trusts_the_door_once(serve, tmp_path):
    address = doors(serve(ada=True))["JSON lines"]
    with Desk(tmp_path / "desk", address, "ada", PASSWORD, tls=True) as ada:
        ada.until(lambda: ada.client.fingerprint)
        ada.client.trust_server()
        ada.until(lambda: ada.is_in)
    with Desk(tmp_path / "desk", address, "ada", PASSWORD, tls=True) as again:
        again.until(lambda: again.is_in)


def test_a_desktop_is_told_the_way_and_tries_no_more(serve, tmp_path):
    site = serve(**PROXIED)
    with Forwarding(site.json, head=naming(OUTSIDE)) as proxy:
        address = proxy.address[:2]
        with Desk(tmp_path / "desk", address, "ada", PASSWORD) as ada:
            ada.until(lambda: ada.client.state == "refused")
            assert ada.client.code == "clear-password"
            assert str(doors(site)["JSON lines"][1]) in ada.client.sentence
