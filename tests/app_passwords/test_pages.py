"""App passwords on the account page, and in the panel."""

import re

import pytest
from django.test import Client

from chat.accounts import authentication
from chat.accounts.visitor import Visitor
from chat.app_passwords import keeping
from chat.app_passwords.forms import DOORS
from chat.app_passwords.models import AppPassword
from chat.audit import writing
from chat.audit.models import Record
from chat.consumers.tcp import DESKTOP, DIALECTS
from chat.models import User
from tests.web.admin.cast import (
    PASSWORD,
    a_moderator,
    listed,
    logged_in,
    sign_up,
    the_owner,
)

pytestmark = pytest.mark.django_db
FORM = {"name": "My robot", "doors": ["json", "plain"]}
MAKE = "/account/app-passwords/make/"
LIST = listed("apppassword", "app_passwords")


@pytest.fixture
def ada():
    return sign_up("ada")


def revoke(row):
    return f"/account/app-passwords/{row.pk}/revoke/"


def test_one_is_shown_once_and_opens_then(ada):
    client = logged_in(ada)
    page = client.post(MAKE, FORM)
    assert "no-store" in page["Cache-Control"]
    secret = re.search(r"<code>([^<]+)</code>", page.text)[1]
    visitor = Visitor("192.0.2.1", door="plain")
    assert authentication.log_in("ada", secret, visitor) == ada
    listing = client.get("/account/").text
    assert "My robot" in listing
    assert "192.0.2.1" in listing
    assert secret not in listing


def test_whoever_is_in_for_long_shows_first_that_it_is_them(ada):
    client = logged_in(ada)
    session = client.session
    session["confirmed"] = 0
    session.save()
    page = client.post(MAKE, FORM)
    assert not AppPassword.objects.exists()
    carried = re.findall(r'name="(name|doors)" value="([^"]+)"', page.text)
    assert carried == [("name", "My robot"), ("doors", "json"), ("doors", "plain")]
    client.post(MAKE, {**FORM, "confirm_password": PASSWORD})
    assert AppPassword.objects.get().doors == "json plain"


def test_what_is_not_said_is_asked_for(ada):
    page = logged_in(ada).post(MAKE, {"name": "My robot"})
    assert page.status_code == 422
    assert "This field is required." in page.text
    assert not AppPassword.objects.exists()


def test_one_too_many_is_refused_on_the_page(ada, monkeypatch):
    monkeypatch.setattr(keeping, "APP_PASSWORDS_MOST", 0)
    page = logged_in(ada).post(MAKE, FORM)
    assert page.status_code == 422
    assert "revoke" in page.text


def test_ones_own_is_revoked_and_nobody_elses(ada):
    row, _ = keeping.make(ada, "robot", ["json"])
    assert logged_in(sign_up("bob")).post(revoke(row)).status_code == 404
    client = logged_in(ada)
    assert client.get(revoke(row)).status_code == 405
    assert client.post(revoke(row)).url == "/account/#app-passwords"
    assert not AppPassword.objects.exists()


def test_a_guest_sees_none_and_makes_none():
    client = logged_in(User.objects.admit_guest("eve"))
    assert "app-passwords" not in client.get("/account/").text
    assert client.post(MAKE, FORM).status_code == 403
    assert Client().post(MAKE, FORM).url.startswith("/login/")


def test_what_is_done_is_in_the_audit_log(ada):
    client = logged_in(ada)
    client.post(MAKE, FORM)
    client.post(revoke(AppPassword.objects.get()))
    writing.write_down()
    events = Record.objects.filter(who="ada").values_list("event", flat=True)
    assert {"app password made", "app password revoked"} <= {*events}


def test_staff_revoke_in_the_panel(ada):
    row, secret = keeping.make(ada, "robot", ["json"])
    seeing, changing = a_moderator("view_user"), {"_selected_action": [row.pk]}
    changing |= {"action": "delete_selected", "post": "yes"}
    page = seeing.get(LIST).text
    assert "robot" in page
    assert secret not in page
    seeing.post(LIST, changing)
    assert AppPassword.objects.exists()
    the_owner().post(LIST, changing)
    assert not AppPassword.objects.exists()


def test_an_owners_are_the_owners_alone_to_revoke(ada):
    ada.is_superuser = True
    ada.save()
    row, _ = keeping.make(ada, "robot", ["json"])
    form = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    a_moderator("view_user", "change_user").post(LIST, form)
    assert AppPassword.objects.exists()


def test_each_door_without_a_page_can_be_chosen():
    assert DOORS.keys() == {*DIALECTS, DESKTOP}
