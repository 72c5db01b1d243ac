"""The first start: an address that makes the administrator, once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chat.files.models import Logo
from chat.models import User
from chat.registration import starting
from chat.registration.models import SiteSettings
from chat.site import INVITATION, Site
from chat.web.brand import Brand
from chat.wire.errors import NotAllowed
from tests.files.pictures import colourful, telling

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse"
FORM = {
    **{"name": "ada", "password": PASSWORD, "password_again": PASSWORD},
    **{"site": "Tea & Co", "registration": INVITATION},
}


@pytest.fixture
def page():
    return f"/start/{starting.begin()}/"


def test_it_makes_the_administrator_who_is_in_and_says_what_the_site_is(page, client):
    shown = client.get(page)
    assert 'name="site" value="chatsite"' in shown.text
    assert client.post(page, FORM).url == "/"
    ada = User.objects.get()
    assert (ada.name, ada.is_staff, ada.is_superuser) == ("ada", True, True)
    assert client.get("/admin/").status_code == 200
    assert (Site.here().name, Site.here().registration) == ("Tea & Co", INVITATION)


@pytest.mark.processes
def test_a_logo_is_drawn_anew_and_shown(page, client, monkeypatch):
    monkeypatch.setattr(Brand, "uploaded", None)
    logo = SimpleUploadedFile("logo", telling("JPEG", colourful(90, 60)))
    assert client.post(page, {**FORM, "logo": logo}).url == "/"
    assert client.get("/site/logo").content == bytes(Logo.objects.get().picture)


def test_it_is_there_once(page, client):
    client.post(page, FORM)
    for method in (Client().get, Client().post):
        assert method(page).status_code == 404
    assert starting.begin() == ""


def test_an_administrator_who_came_otherwise_ends_it(page, client):
    User.objects.create_superuser("owner", PASSWORD)
    assert client.get(page).status_code == 404


def test_of_two_addresses_the_last_one_counts(page, client):
    last = f"/start/{starting.begin()}/"
    assert client.get(page).status_code == 404
    assert client.get(last).status_code == 200


def test_nothing_guessed_opens_it(page, client):
    assert client.get("/start/guess/").status_code == 404
    SiteSettings.objects.update(start="")
    assert client.get("/start/guess/").status_code == 404


def test_what_is_kept_is_not_what_is_told(page):
    assert page.split("/")[2] not in SiteSettings.current().start


def test_it_is_good_again_where_nobody_came_of_it(page, client):
    User.objects.sign_up("bob", PASSWORD)
    answer = client.post(page, {**FORM, "name": "bob"})
    assert answer.status_code == 422
    assert "That name is taken." in answer.text
    assert client.post(page, FORM).url == "/"


def test_of_two_at_once_one_becomes_it(page):
    token = page.split("/")[2]
    with (
        starting._used(token),
        pytest.raises(NotAllowed),
        starting._used(token),
    ):
        pass


def test_the_name_of_the_settings_stays_theirs_to_say(page, client, settings):
    client.post(page, {**FORM, "site": settings.CHAT_SITE_NAME})
    assert SiteSettings.current().name == ""
