"""By what one is in, and an end of one, or of all others."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chat.accounts import authentication, sweeping
from chat.accounts.account.agents import agent_in
from chat.accounts.visitor import Visitor
from chat.models.people import log_in
from chat.models.people.log_in import LogIn
from chat.models.people.user import ends_of
from chat.wire.errors import LoginRequired
from tests.web.admin.cast import PASSWORD, sign_up

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/126.0.0.0 Mobile Safari/537.36"
)
ROBOT = Visitor("10.0.0.7", door="json")


@pytest.fixture
def ada():
    return sign_up("ada")


def come_in(agent, address):
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    client.post("/login/", {"name": "ada", "password": PASSWORD})
    return client


def listed(client):
    """What is on the page: what it is called, from where, and whether it is this."""
    page = client.get("/account/").text
    part = page[page.index('id="log-ins"') :].split("</section>")[0]
    rows = re.findall(r"<li>.*?</li>", part, re.DOTALL)
    return [
        (
            re.search(r"<strong>(.*?)</strong>", row)[1],
            re.search(r"<bdi>(.*?)</bdi>", row)[1],
            "this one" in row,
        )
        for row in rows
    ]


def of(client):
    return LogIn.objects.get(session=client.session.session_key)


def test_each_is_listed_with_what_it_is_and_from_where(ada):
    authentication.log_in("ada", PASSWORD, ROBOT)
    come_in(PHONE, "10.0.0.8")
    here = come_in(FIREFOX, "10.0.0.9")
    assert listed(here) == [
        ("Firefox, Linux", "10.0.0.9", True),
        ("Chrome, Android", "10.0.0.8", False),
        ("JSON, for programs", "10.0.0.7", False),
    ]


def test_one_is_ended_with_its_connections(ada, monkeypatch):
    closed = []
    close = lambda number, code, *, key: closed.append((number, key))  # noqa: E731
    monkeypatch.setattr(log_in, "close_connections", close)
    phone, here = come_in(PHONE, "10.0.0.8"), come_in(FIREFOX, "10.0.0.9")
    robot = authentication.log_in("ada", PASSWORD, ROBOT)
    key = phone.session.session_key
    for its in (of(phone), LogIn.objects.get(door="json")):
        path = f"/account/log-ins/{its.pk}/end/"
        assert here.get(path).status_code == 405
        assert here.post(path).url == "/account/#log-ins"
    assert closed == [(ada.pk, key), (ada.pk, robot.login)]
    assert phone.get("/account/").status_code == 302
    assert len(listed(here)) == 1


def test_who_has_not_heard_that_it_ended_is_told_by_the_clock(ada):
    robot = authentication.log_in("ada", PASSWORD, ROBOT)
    assert ends_of([robot]) == [None]
    LogIn.objects.get().end()
    [end] = ends_of([robot])
    assert isinstance(end, LoginRequired)


def test_nobody_ends_somebody_elses(ada):
    sign_up("eve")
    its = of(come_in(FIREFOX, "10.0.0.9"))
    eve = Client()
    eve.post("/login/", {"name": "eve", "password": PASSWORD})
    assert eve.post(f"/account/log-ins/{its.pk}/end/").status_code == 404
    assert LogIn.objects.filter(pk=its.pk).exists()


def test_all_others_are_ended_and_this_one_goes_on(ada):
    phone, here = come_in(PHONE, "10.0.0.8"), come_in(FIREFOX, "10.0.0.9")
    assert here.post("/account/log-ins/end/").url == "/account/#log-ins"
    assert phone.get("/account/").status_code == 302
    assert [is_this for *_, is_this in listed(here)] == [True]


def test_the_last_use_is_that_of_its_connections(ada):
    here = of(come_in(FIREFOX, "10.0.0.9"))
    robot = authentication.log_in("ada", PASSWORD, ROBOT)
    long_ago = timezone.now() - timedelta(days=2)
    LogIn.objects.update(used=long_ago)
    log_in.mark_used([here.key, robot.login])
    assert not LogIn.objects.filter(used=long_ago).exists()


def test_those_of_a_door_and_an_address_are_one(ada):
    keys = {authentication.log_in("ada", PASSWORD, ROBOT).login for _ in range(2)}
    assert len(keys) == LogIn.objects.count() == 1


def test_what_was_used_longest_ago_goes(ada, monkeypatch):
    monkeypatch.setattr(log_in, "LOG_INS_EACH", 2)
    first, *_ = [come_in(FIREFOX, f"10.0.0.{n}") for n in range(3)]
    assert first.get("/account/").status_code == 302
    assert LogIn.objects.count() == 2
    LogIn.objects.update(used=timezone.now() - timedelta(days=31))
    sweeping.sweep()
    assert not LogIn.objects.exists()


def test_a_guest_has_no_list(client):
    client.post("/guest/", {"name": "gus"})
    assert 'id="log-ins"' not in client.get("/account/").text
    assert not LogIn.objects.exists()


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (FIREFOX, "Firefox, Linux"),
        (PHONE, "Chrome, Android"),
        (
            "Mozilla/5.0 (iPhone; CPU OS 17 like Mac OS X) Safari/60",
            "Safari, iOS",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/5 Edg/126", "Edge, Windows"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_as_people_know_it(header, found):
    assert agent_in(header) == found
