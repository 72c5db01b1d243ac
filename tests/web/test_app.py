"""The page among a phone's apps: its manifest, its icons, its worker's script."""

import io
import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from chat.web.app.icons import MASKABLE, SIDES

ROSE = (224, 17, 95, 255)
FILES = {"js/app.js": "js/app.abc.js", "js/worker/worker.js": "js/worker/worker.d.js"}


@pytest.fixture
def rose(settings):
    settings.CHAT_ACCENT = "#e0115f"


def drawn(purpose, side):
    page = Client().get(f"/site/icon-{purpose}-{side}.png")
    assert "immutable" in page.headers["Cache-Control"]
    return Image.open(io.BytesIO(page.content))


@pytest.mark.dear
def test_every_icon_of_the_manifest_is_as_large_as_it_says(rose):
    icons = json.loads(Client().get("/site/de.webmanifest").content)["icons"]
    pictures = [each for each in icons if each["type"] == "image/png"]
    assert len(pictures) == 2 * len(SIDES)
    for each in pictures:
        shown = Image.open(io.BytesIO(Client().get(each["src"]).content))
        assert "x".join(map(str, shown.size)) == each["sizes"]


def test_a_site_shows_pictures_of_itself_and_of_no_other(settings):
    shown = json.loads(Client().get("/site/en.webmanifest").content)["screenshots"]
    assert len(shown) == 2
    for each in shown:
        path = finders.find(each["src"].removeprefix("/static/"))
        with Image.open(path) as picture:
            assert "x".join(map(str, picture.size)) == each["sizes"]
    settings.CHAT_SITE_NAME = "Tea & Co"
    other = json.loads(Client().get("/site/en.webmanifest").content)
    assert other["screenshots"] == []


def test_an_icon_that_a_phone_may_cut_goes_to_its_edges_in_the_sites_accent(rose):
    whole, bare = drawn(MASKABLE, 192), drawn("any", 192)
    assert whole.getpixel((0, 0)) == whole.getpixel((191, 191)) == ROSE
    assert bare.getpixel((0, 0))[3] == 0
    assert bare.getpixel((96, 40)) == ROSE


def test_a_logo_is_the_icon(settings, tmp_path):
    settings.CHAT_LOGO = tmp_path / "logo.png"
    Image.new("RGB", (40, 20), (1, 2, 3)).save(settings.CHAT_LOGO)
    assert drawn(MASKABLE, 512).getpixel((256, 256)) == (1, 2, 3, 255)


def test_there_are_icons_of_no_other_size():
    for name in ("any-191", "any-100000", "other-192"):
        assert Client().get(f"/site/icon-{name}.png").status_code == 404


def test_the_manifest_is_in_the_language_of_the_page_that_names_it():
    page = Client(HTTP_ACCEPT_LANGUAGE="ar").get("/login/")
    (named,) = re.findall(r'<link rel="manifest" href="([^"]+)"', page.text)
    said = json.loads(Client().get(named).content)
    assert (said["lang"], said["dir"]) == ("ar", "rtl")
    assert Client().get("/site/xx.webmanifest").status_code == 404


def test_the_worker_is_another_one_with_every_build_and_is_always_asked_for(reached):
    reached(build="abc", files=FILES)
    worker = Client().get("/sw.js?language=de")
    assert worker.headers["Cache-Control"] == "no-cache"
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert "script-src 'self'" in worker.headers["Content-Security-Policy"]
    made = json.loads(re.search(r"self\.made = (.+);", worker.text)[1])
    assert made["build"] == "abc"
    assert {"/static/js/app.abc.js", "/panels/abc/de/", made["page"]} <= {
        *made["files"]
    }
    assert 'importScripts("/static/js/worker/worker.d.js");' in worker.text
    page = Client().get(made["page"])
    assert 'lang="de"' in page.text
    assert "immutable" in page.headers["Cache-Control"]


def test_the_page_that_starts_without_a_line_is_nobodys(reached):
    reached(build="abc", files=FILES)
    page = Client().get("/shell/abc/de/")
    assert "immutable" in page.headers["Cache-Control"]
    assert not page.cookies
    assert "csrfmiddlewaretoken" not in page.text
    assert 'src="/static/js/offline/shell.js"' in page.text
    for address in ("/shell/other/de/", "/shell/abc/xx/"):
        assert Client().get(address).status_code == 404


def test_what_comes_past_the_worker_to_be_shared_is_let_go():
    files = {"files": io.BytesIO(b"x"), "text": "y"}
    client = Client(enforce_csrf_checks=True)
    assert client.post("/share/", files).url == "/"
    assert client.get("/share/").status_code == 405


@pytest.mark.parametrize("files", [{}, FILES])
def test_there_is_no_worker_of_files_that_change_or_of_no_language(reached, files):
    reached(build="abc", files=files)
    language = "xx" if files else "en"
    assert Client().get(f"/sw.js?language={language}").status_code == 404
