"""A new password for who has forgotten theirs."""

import re

import pytest
from django.test import Client

from chat.models import User
from chat.registration.choosing import choose
from tests.support.mail import link_in
from tests.web.admin.cast import PASSWORD, a_moderator, act, logged_in, sign_up

pytestmark = pytest.mark.django_db
NEW = {"new_password": "battery staple", "new_password_again": "battery staple"}


@pytest.fixture
def ada():
    ada = sign_up("ada")
    ada.take_email("Ada@example.org")
    return ada


def opens(password):
    answer = Client().post("/login/", {"name": "ada", "password": password})
    return answer.status_code == 302


@pytest.mark.parametrize("typed", ["ADA", "@ada", "ada@EXAMPLE.org"])
def test_a_link_goes_to_the_address_of_the_account_that_is_meant(ada, mails, typed):
    assert Client().post("/reset/", {"account": typed}).url == "/login/"
    mail = mails.next()
    assert mail["To"] == "Ada@example.org"
    assert "ada" in mail["Subject"]


def test_a_mail_names_the_site_as_it_is_called_now(ada, mails):
    choose(name="Chess club")
    Client().post("/reset/", {"account": "ada"})
    assert "Chess club" in mails.next().get_payload()


def test_the_link_sets_a_password_once_and_ends_the_log_ins(ada, mails):
    here = logged_in(ada)
    Client().post("/reset/", {"account": "ada"})
    link = link_in(mails.next())
    assert "ada" in Client().get(link).text
    assert Client().post(link, {**NEW, "new_password": "x"}).status_code == 422
    assert here.get("/account/").status_code == 200
    assert Client().post(link, NEW).url == "/login/"
    assert here.get("/account/").status_code == 302
    assert not opens(PASSWORD)
    again = Client().post(link, NEW, follow=True)
    assert "That link is not good any more." in again.text
    assert opens(NEW["new_password"])


def test_nobody_is_told_who_has_an_account(ada, mails):
    bare, gus = sign_up("bare"), User.objects.admit_guest("gus")
    ada.ban()
    pages = set()
    for typed in (ada.name, bare.name, gus.name, "nobody", "nobody@example.org"):
        client = Client()
        answer = client.post("/reset/", {"account": typed}, follow=True)
        pages.add(re.sub(r'value="[^"]*"', "", answer.text))
    assert len(pages) == 1
    only(mails, "dora")


def only(mails, name):
    """That no mail was sent before one to somebody else is."""
    sign_up(name).take_email(f"{name}@example.org")
    Client().post("/reset/", {"account": name})
    assert mails.next()["To"] == f"{name}@example.org"
    assert mails.are_none


def test_a_log_in_or_an_end_of_all_makes_a_link_worthless(ada, mails):
    Client().post("/reset/", {"account": "ada"})
    link = link_in(mails.next())
    ada.log_out_everywhere()
    assert Client().get(link).url == "/login/"


def test_mails_to_one_account_are_bounded_and_nobody_sees_it(ada, mails, settings):
    settings.CHAT_MAILS_PER_HOUR_AND_PERSON = 1
    for _ in range(2):
        assert Client().post("/reset/", {"account": "ada"}).url == "/login/"
    assert mails.next()["To"] == ada.email
    only(mails, "dora")
    settings.CHAT_MAILS_PER_HOUR_AND_ADDRESS = 3
    assert Client().post("/reset/", {"account": "ada"}).status_code == 429


def test_without_mail_an_administrator_hands_out_a_link(ada, admin_client):
    assert "Ask whoever runs the site" in Client().post("/reset/").text
    page = act(admin_client, "offer_password", ada)
    [link] = re.findall(r"http://testserver(/reset/\S+?/)(?=[<\s])", page.text)
    assert Client().post(link, NEW).url == "/login/"
    assert opens(NEW["new_password"])


def test_who_may_not_set_a_password_gets_no_link(ada):
    page = act(a_moderator("view_user", "change_user"), "offer_password", ada)
    assert "you may not set that password" in page.text
    assert "/reset/" not in page.text
