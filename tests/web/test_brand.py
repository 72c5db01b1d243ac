"""The site's own name, logo and accent, wherever they show."""

import json

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from chat.models import User
from chat.web.colours import DARK, LIGHT, SHAPES, WORDS, contrast, read, roles

ROSE, PICTURE = "#e0115f", b"\x89PNG and so on"
accents = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.fixture
def branded(settings, tmp_path):
    settings.CHAT_SITE_NAME, settings.CHAT_ACCENT = "Tea & Co", ROSE
    settings.CHAT_LOGO = tmp_path / "logo.png"
    settings.CHAT_LOGO.write_bytes(PICTURE)


@given(accent=accents, theme=st.sampled_from([LIGHT, DARK]))
@pytest.mark.dear
def test_whatever_the_accent_is_it_can_be_read(accent, theme):
    found = {role: read(colour) for role, colour in roles(accent, theme).items()}
    grounds = [*theme.grounds, found["accent-soft"]]
    assert min(contrast(found["accent"], each) for each in grounds) >= WORDS
    for fill in ("fill", "fill-deep"):
        assert contrast(found[fill], found["on-fill"]) >= WORDS
    for ground in theme.grounds[:2]:
        assert contrast(found["edge"], ground) >= SHAPES


@pytest.mark.django_db
def test_every_page_has_the_name_the_logo_and_the_accent(branded):
    client = Client()
    client.force_login(User.objects.sign_up("ada", "correct horse", is_staff=True))
    paths = ("/", "/account/", "/desktop/", "/rooms/none/")
    for page in [Client().get("/login/"), *map(client.get, paths)]:
        assert " · Tea &amp; Co</title>" in page.text
        assert 'name="application-name" content="Tea &amp; Co"' in page.text
        assert page.text.count('src="/site/logo?') == 1
        assert '<link rel="stylesheet" href="/site/colours.css?' in page.text
        assert 'href="/site/icon.svg?' in page.text
    assert 'href="/site/icon.svg?' in client.get("/admin/").text


@pytest.mark.django_db
def test_the_page_of_a_site_without_an_accent_asks_for_no_sheet_more():
    assert "/site/colours.css" not in Client().get("/login/").text


def test_what_is_made_of_them_is_kept_for_good(branded):
    manifest = Client().get("/site/en.webmanifest")
    said = json.loads(manifest.content)
    assert (said["name"], said["theme_color"]) == ("Tea & Co", ROSE)
    assert f"--fill:{ROSE}" in Client().get("/site/colours.css").text
    icon = Client().get(said["icons"][0]["src"])
    assert 'href="data:image/png;base64,' in icon.text
    assert "<circle" not in icon.text
    for page in (manifest, icon):
        assert "immutable" in page.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("chatter.svg", ""),
        ("words.svg", ""),
        ("words.svg?number=3", ">3</text>"),
        ("words.svg?number=9%2B", ">9+</text>"),
        ("words.svg?number=<b>", ""),
        ("chatter.svg?number=3", ""),
    ],
)
def test_the_icon_has_a_dot_for_chatter_and_the_number_of_words(asked, told):
    drawn = Client().get(f"/site/icon-{asked}").text
    assert drawn.count("<circle") == 1
    assert drawn.count("<text") == bool(told)
    assert told in drawn


def test_nothing_runs_in_a_logo(branded):
    logo = Client().get("/site/logo")
    assert logo.content == PICTURE
    assert "sandbox" in logo.headers["Content-Security-Policy"]


def test_without_a_logo_there_is_the_drawing(settings):
    assert Client().get("/site/logo").status_code == 404
    assert settings.CHAT_ACCENT in Client().get("/site/icon.svg").text
