"""What is asked for besides, between the right password and being in."""

import pytest
from django.http import HttpResponse
from django.test import Client

from chat.accounts import steps
from chat.logging import audit
from chat.models import User

pytestmark = pytest.mark.django_db
FORM = {"name": "ada", "password": "correct horse"}


@pytest.fixture
def ada():
    return User.objects.sign_up(**FORM)


@pytest.fixture
def noted(monkeypatch):
    found = []
    monkeypatch.setattr(audit, "KEEPERS", [found.append])
    return found


def test_whoever_is_asked_for_more_is_not_in(ada, noted, monkeypatch):
    monkeypatch.setattr(steps, "STEPS", [lambda request, user: HttpResponse(user.name)])
    client = Client()
    assert client.post("/login/", FORM).text == "ada"
    assert client.get("/").status_code == 302
    assert noted == []
    assert not ada.visits.exists()


def test_whoever_is_asked_for_nothing_is_in(ada, noted, monkeypatch):
    monkeypatch.setattr(steps, "STEPS", [lambda request, user: None])
    client = Client()
    assert client.post("/login/", FORM).url == "/"
    assert client.get("/").status_code == 200
    assert [each.event for each in noted] == ["log-in"]
    assert ada.visits.exists()


def test_steps_are_for_those_who_have_an_account_already(monkeypatch):
    monkeypatch.setattr(steps, "STEPS", [lambda request, user: HttpResponse("no")])
    assert Client().post("/guest/", {"name": "gus"}).url == "/"
    again = {"password_again": FORM["password"]}
    assert Client().post("/signup/", FORM | again).url == "/"
