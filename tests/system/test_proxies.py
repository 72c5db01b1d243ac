"""The examples for nginx and Caddy do what they say, before a real site."""

import http.client
import json
import re
import socket
import sqlite3
from contextlib import closing
from http.cookies import SimpleCookie
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from websockets.sync.client import connect

from tests.support import proxies
from tests.support.encrypted import Certificate, EncryptedJson, EncryptedPlain, blind
from tests.support.servers import Site
from tests.support.waiting import SECONDS

pytestmark = pytest.mark.processes

# Who comes, and that the proxy comes from elsewhere.
CLIENT = "127.0.0.9"
SETTINGS = {
    "HTTPS": "1",
    "TRUSTED_PROXIES": "127.0.0.1",
    "CHAT_PROXY_PROTOCOL": "1",
    "CHAT_CLEAR_PASSWORDS": "any",
}


@pytest.fixture(scope="module", params=[proxies.nginx, proxies.caddy])
def behind(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("proxy")
    pair = Certificate(folder)
    with (
        Site(folder / "var", **SETTINGS) as site,
        request.param(site, folder, pair.certificate, pair.key) as doors,
    ):
        yield SimpleNamespace(folder=folder, doors=doors, browser=Browser(doors[443]))


class Browser:
    """Comes from an address of its own, and keeps its cookies."""

    def __init__(self, door):
        self.door, self.cookies = door, SimpleCookie()
        self.host = proxies.address(door)

    def ask(self, path, **fields):
        connection = http.client.HTTPSConnection(
            *self.door, context=blind(), timeout=SECONDS, source_address=(CLIENT, 0)
        )
        headers = {"Cookie": self.cookie, "Origin": f"https://{self.host}"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        method, body = ("POST", urlencode(fields)) if fields else ("GET", None)
        with closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie", ()):
            self.cookies.load(line)
        return answer, text

    def fill_in(self, path, **fields):
        _, page = self.ask("/login/")
        [token] = {*re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)}
        return self.ask(path, csrfmiddlewaretoken=token, **fields)

    @property
    def cookie(self):
        return "; ".join(f"{n}={m.value}" for n, m in self.cookies.items())


def failed(behind):
    """From where whose log-ins have failed."""
    with closing(sqlite3.connect(behind.folder / "var/chat.sqlite3")) as database:
        return dict(database.execute("SELECT name, network FROM chat_failedlogin"))


def test_a_page_and_its_socket_are_reached_with_tls(behind):
    browser = behind.browser
    answer, _ = browser.fill_in("/guest/", name="ada")
    assert answer.status == 302
    assert all(morsel["secure"] for morsel in browser.cookies.values())
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    way = socket.create_connection(browser.door, source_address=(CLIENT, 0))
    headers = {"Cookie": browser.cookie, "Origin": f"https://{browser.host}"}
    url, patiently = f"wss://{browser.host}/ws/", {"open_timeout": SECONDS}
    with connect(
        url, sock=way, ssl=blind(), additional_headers=headers, **patiently
    ) as page:
        assert json.loads(page.recv(SECONDS))["you"]["name"] == "ada"


def test_a_log_in_that_fails_counts_for_whoever_came_to_the_proxy(behind):
    _, page = Browser(behind.doors[443]).fill_in(
        "/login/", name="eve", password="guess"
    )
    assert "password" in page
    assert failed(behind)["eve"] == CLIENT


def test_figures_are_not_for_whoever_comes_by_a_proxy(behind):
    assert behind.browser.ask("/metrics")[0].status in (403, 404)
    assert behind.browser.ask("/healthz")[0].status == 200


@pytest.mark.parametrize("behind", [proxies.nginx], indirect=True)
async def test_people_and_programs_come_by_tls_and_are_named(behind, monkeypatch):
    monkeypatch.setattr(EncryptedJson, "source", CLIENT)
    monkeypatch.setattr(EncryptedPlain, "source", CLIENT)
    nc = await EncryptedPlain.enter(behind.doors[9443], "bob")
    robot = await EncryptedJson.enter(behind.doors[9444], "robot")
    await robot.post("#lobby", "by every door")
    assert await nc.hears("robot: by every door")
    guess = await EncryptedJson.connect(behind.doors[9444])
    await guess.write('{"type":"login","name":"mallory","password":"guess"}')
    assert "error" in await guess.read()
    assert failed(behind)["mallory"] == CLIENT
