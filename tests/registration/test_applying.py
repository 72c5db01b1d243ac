"""Where staff accept who makes an account: they wait, are told so, and are let in."""

from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from django.utils import timezone

from chat.accounts import authentication
from chat.accounts.visitor import Visitor
from chat.audit.models import Record
from chat.models import User
from chat.registration import applying
from chat.registration.choosing import choose
from chat.registration.deciding import accept, refuse
from chat.registration.models import Applicant
from chat.site import APPROVAL
from chat.wire.errors import (
    BadCredentials,
    NameTaken,
    NotAllowed,
    NotApproved,
    RateLimited,
    TooMany,
)
from tests.registration.test_registration import FORM, Link
from tests.support.bridge import bridge
from tests.support.clients import JsonClient, PlainClient
from tests.support.people import Person, account
from tests.web.admin.cast import a_moderator, act, listed, rows_of, said, sign_up

pytestmark = pytest.mark.django_db(transaction=True)
HERE, PASSWORD = Visitor("192.0.2.1"), "correct horse"
LIST = listed("applicant", "registration")
WAITS = "wait until whoever runs the site has accepted you"


@pytest.fixture(autouse=True)
def by_approval():
    choose(registration=APPROVAL)


@pytest.fixture
def chief():
    return sign_up("chief", is_staff=True)


def apply(name="ada", visitor=HERE, **how):
    with pytest.raises(NotApproved):
        authentication.sign_up(name, PASSWORD, visitor, **how)
    return Applicant.objects.get(name=name, refused=False)


def log_in(name="ada", password=PASSWORD):
    return authentication.log_in(name, password, HERE)


def test_whoever_signs_up_is_told_to_wait_and_is_nobody_yet():
    client = Client()
    assert "accepts you before you come in" in client.get("/signup/").text
    assert WAITS in client.post("/signup/", FORM).text
    assert client.get("/").status_code == 302
    assert not User.objects.exists()
    answer = client.post("/login/", {"name": "ADA", "password": PASSWORD})
    assert WAITS in answer.text


def test_that_they_wait_is_told_for_the_right_password_alone():
    apply()
    with pytest.raises(NotApproved):
        log_in()
    with pytest.raises(BadCredentials):
        log_in(password="wrong horse")


def test_by_an_invitation_nobody_waits():
    link = Link()
    ada = authentication.sign_up("ada", PASSWORD, HERE, invitation=link)
    assert link.came == [ada]


def test_nobody_else_has_their_name_or_one_that_looks_like_it():
    apply("pa1")
    for name in ("PA1", "pal"):
        with pytest.raises(NameTaken):
            authentication.sign_up(name, PASSWORD, HERE)
        with pytest.raises(NameTaken):
            authentication.come_as_guest(name, HERE)


def test_a_name_that_somebody_has_is_not_to_be_waited_for():
    sign_up("ada")
    authentication.come_as_guest("bob", HERE)
    for name in ("ada", "bob"):
        with pytest.raises(NameTaken):
            authentication.sign_up(name, PASSWORD, HERE)


def test_who_is_accepted_gets_in_by_the_password_they_had_given(chief):
    ada = accept(chief, apply().pk)
    assert log_in() == ada
    assert ada.memberships.exists()
    assert not Applicant.objects.exists()


def test_a_guest_stays_one_until_they_are_accepted_and_keeps_all_they_have(chief):
    guest = authentication.come_as_guest("ada", HERE)
    applicant = apply(guest=guest)
    guest.refresh_from_db()
    assert guest.guest
    guest.reclaim()
    assert accept(chief, applicant.pk) == guest
    assert log_in() == guest


def test_of_a_guest_who_is_no_more_comes_somebody_new(chief):
    applicant = apply()
    Applicant.objects.filter(pk=applicant.pk).update(guest=chief.pk + 1)
    assert accept(chief, applicant.pk) == log_in()


def test_who_is_refused_reads_why_and_the_name_is_free(chief):
    refuse(chief, apply().pk, "who are you")
    with pytest.raises(NotApproved, match="not accepted you: who are you"):
        log_in()
    assert apply().refused is False
    refuse(chief, Applicant.objects.waiting().get().pk)
    with pytest.raises(NotApproved, match="not accepted you"):
        log_in()
    ada = sign_up("ada")
    assert log_in() == ada


def test_nobody_is_decided_about_twice_nor_by_others(chief):
    number = apply().pk
    with pytest.raises(NotAllowed):
        accept(sign_up("bob"), number)
    accept(chief, number)
    for decide in (accept, refuse):
        with pytest.raises(NotAllowed, match="Nobody waits"):
            decide(chief, number)


def test_so_many_wait_of_a_network_and_of_all(monkeypatch):
    monkeypatch.setattr(applying, "WAITING_OF_A_NETWORK", 1)
    monkeypatch.setattr(applying, "WAITING_MOST", 2)
    apply("ada")
    with pytest.raises(TooMany):
        authentication.sign_up("bob", PASSWORD, HERE)
    apply("bob", Visitor("198.51.100.1"))
    with pytest.raises(TooMany):
        authentication.sign_up("cy", PASSWORD, Visitor("203.0.113.1"))


def test_applicants_are_newcomers_as_all_are(settings):
    settings.CHAT_SIGNUPS_PER_HOUR_AND_ADDRESS = 1
    apply("ada")
    with pytest.raises(RateLimited):
        authentication.sign_up("bob", PASSWORD, HERE)


def test_after_thirty_days_they_are_forgotten():
    old = apply("old")
    apply("new")
    long_ago = timezone.now() - timedelta(days=31)
    Applicant.objects.filter(pk=old.pk).update(at=long_ago)
    assert applying.sweep() is False
    assert [each.name for each in Applicant.objects.all()] == ["new"]


def test_staff_see_who_waits_and_decide_in_the_panel():
    ada, bob = apply("ada"), apply("bob")
    staff = a_moderator()
    assert f'<a href="{LIST}">2 wait to be accepted</a>' in staff.get("/admin/").text
    assert rows_of(staff.get(LIST)) == [ada, bob]
    assert said(act(staff, "accept", ada)) == ["Accepted: ada."]
    asked = act(staff, "refuse", bob).text
    assert "bob" in asked
    assert said(act(staff, "refuse", bob, reason="no")) == ["Refused: bob."]
    assert rows_of(staff.get(LIST)) == []
    assert "wait to be accepted" not in staff.get("/admin/").text
    assert log_in().name == "ada"
    events = [record.event for record in Record.objects.order_by("pk")]
    assert events[-2:] == ["application accepted", "application refused"]


async def test_programs_and_people_at_nc_are_told_that_they_wait(settings):
    settings.CHAT_ALLOW_GUESTS = False
    await sync_to_async(apply)()
    async with bridge("plain", "json") as doors:
        robot = await JsonClient.connect(doors["json"])
        answer = await robot.ask("login", name="ada", password=PASSWORD)
        assert (answer["code"], WAITS in answer["detail"]) == ("not-approved", True)
        ada = await PlainClient.connect(doors["plain"])
        await ada.hears("What is your name?")
        await ada.write("ada")
        await ada.hears("assword")
        await ada.write(PASSWORD)
        await ada.hears(WAITS)


async def test_staff_who_are_online_are_told_and_nobody_else():
    chief = await Person(await account("chief", is_staff=True)).arrive()
    bob = await Person(await account("bob")).arrive()
    await sync_to_async(apply)()
    told = await chief.hears("applicants", open=1, new=True)
    assert set(told) == {"type", "open", "new"}
    number = (await Applicant.objects.aget()).pk
    await sync_to_async(accept)(chief.user, number)
    await chief.hears("applicants", open=0, new=False)
    assert await bob.hears_nothing("applicants")
