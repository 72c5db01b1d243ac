"""The page that hands out the desktop client, and the file itself."""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile

import pytest
from django.test import Client

from chat import VERSION
from chat.web import bundle
from tests.support.servers import PROJECT, DevelopmentSite, Site, manage
from tests.support.windows import fetch_client

pytestmark = pytest.mark.django_db
FILE = "/desktop/chat-desktop.pyz"
EVERYWHERE = "0.0.0.0"


def site_of(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        if "chat/desktop/site.json" not in archive.namelist():
            return None
        return json.loads(archive.read("chat/desktop/site.json"))


def download(**headers):
    return Client().get(FILE, **headers).content


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_the_page_shows_version_and_checksum_of_what_it_hands_out(reached):
    reached(json_door=("127.0.0.1", 9001))
    page = Client().get("/desktop/")
    assert hashlib.sha256(download()).hexdigest() in text_of(page)
    assert f"Version {VERSION}" in text_of(page)
    assert "127.0.0.1:9001" in text_of(page)


def test_a_door_on_every_address_is_where_the_page_was_found(reached, settings):
    reached(json_door=(EVERYWHERE, 9001))
    settings.ALLOWED_HOSTS = ["chat.lan", "[::1]"]
    for host, found in (("chat.lan:8000", "chat.lan"), ("[::1]:8000", "::1")):
        site = site_of(download(headers={"host": host}))
        assert site == {"host": found, "port": 9001, "tls": False}


def test_what_the_operator_says_wins(reached, settings):
    reached(json_door=(EVERYWHERE, 9001))
    told = {"host": "chat.example.org", "port": 9443, "tls": True}
    settings.CHAT_JSON_ADDRESS = told
    assert site_of(download()) == told
    assert "with TLS" in text_of(Client().get("/desktop/"))


def test_a_door_that_is_closed_or_unknown_is_said_to_be():
    assert "door for programs is closed" in text_of(Client().get("/desktop/"))
    assert site_of(download()) is None


def test_the_same_sources_give_the_same_bytes():
    first = bundle.build("chat.example.org", 9001)
    bundle.build.cache_clear()
    assert bundle.build("chat.example.org", 9001) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert names[2:-2] == sorted(names[2:-2])
    packed = {name for name in names if name.startswith("chat/desktop/")}
    sources = {
        p.relative_to(PROJECT).as_posix() for p in PROJECT.glob("chat/desktop/**/*.py")
    }
    beside = {f"chat/desktop/{name}.json" for name in ("emoji", "site")}
    assert packed == sources | beside


@pytest.mark.processes
def test_serve_fills_in_the_port_that_it_has(tmp_path):
    with Site(tmp_path) as site:
        host, port = site.json
        file = fetch_client(site, tmp_path)
    assert site_of(file.read_bytes()) == {"host": host, "port": port, "tls": False}
    said = subprocess.run(
        [sys.executable, str(file), "--version"], capture_output=True, text=True
    )
    assert said.stdout.strip() == VERSION


@pytest.mark.processes
def test_runserver_does_not_know_the_bridge_but_takes_a_word(tmp_path):
    with DevelopmentSite(tmp_path) as site:
        assert site_of(fetch_client(site, tmp_path).read_bytes()) is None
    told = "tls://chat.example.org:9443"
    with DevelopmentSite(tmp_path, CHAT_JSON_ADDRESS=told) as site:
        filled = site_of(fetch_client(site, tmp_path).read_bytes())
    assert filled == {"host": "chat.example.org", "port": 9443, "tls": True}


@pytest.mark.processes
@pytest.mark.parametrize("text", ["chat", "chat:", "chat:99999", "http://chat:1"])
def test_an_address_that_is_none_is_refused_in_a_sentence(text, tmp_path):
    done = manage(tmp_path, "check", CHAT_JSON_ADDRESS=text)
    assert done.returncode
    assert "write it as host:port, or tls://host:port" in done.stderr
