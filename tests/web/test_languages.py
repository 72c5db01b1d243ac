"""The pages are made in the language of whoever asks for them."""

import pytest
from django.test import Client

from chat.models import User

pytestmark = pytest.mark.django_db(transaction=True)
GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}


@pytest.fixture
def ada(client):
    user = User.objects.sign_up("ada", "correct horse")
    client.force_login(user)
    return user


def test_a_page_is_in_the_language_that_the_browser_asks_for(client):
    page = client.get("/login/", headers=GERMAN)
    assert b'<html lang="de" dir="ltr">' in page.content
    assert "Tipp einen Namen ein, und du bist drin" in page.content.decode()
    assert "Accept-Language" in page.headers["Vary"]
    wrong = {"name": "ada", "password": "wrong"}
    page = client.post("/login/", wrong, headers=GERMAN)
    assert "Der Name oder das Passwort stimmt nicht." in page.content.decode()


def test_each_language_is_called_as_its_speakers_call_it(client):
    for asked, others in {"ar": ("English", "Deutsch"), "de": ("English",)}.items():
        page = client.get("/login/", headers={"Accept-Language": asked})
        for name in others:
            assert f">{name}</button>" in page.content.decode(), asked


def test_a_persons_own_setting_comes_before_the_browsers(client, ada):
    ada.speak("ar")
    page = client.get("/", headers=GERMAN).content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "الغرف" in page
    assert '<html lang="ar"' in client.get("/rooms/none/").content.decode()


def test_a_choice_on_the_page_is_the_persons_and_the_browsers(client, ada):
    at = {"Referer": "http://testserver/rooms/dev/?a=1"}
    answer = client.post("/language/", {"language": "de"}, headers=at)
    assert answer.headers["Location"] == "/rooms/dev/?a=1"
    ada.refresh_from_db()
    assert ada.language == "de"
    client.post("/logout/")
    assert b'<html lang="de"' in client.get("/login/").content


@pytest.mark.parametrize("page", ["http://elsewhere/x", "//elsewhere/x", ""])
def test_a_choice_leads_to_no_other_site(page):
    client = Client(headers={"Referer": page})
    answer = client.post("/language/", {"language": "tlh"})
    assert answer.headers["Location"] == "/"
    assert "language" not in answer.cookies


def test_the_panel_is_in_english(client, ada):
    ada.is_staff = ada.is_superuser = True
    ada.save()
    ada.speak("de")
    assert b"Log out" in client.get("/admin/", headers=GERMAN).content
