"""An e-mail address: confirmed by a link before it is anybody's."""

import pytest
from django.test import Client

from chat.models import User
from tests.support.mail import link_in
from tests.web.admin.cast import PASSWORD, logged_in, sign_up

pytestmark = pytest.mark.django_db
NEW = "ada@example.org"


@pytest.fixture
def ada():
    return sign_up("ada")


def ask_for(client, address, password=PASSWORD):
    form = {"email": address, "password": password}
    return client.post("/account/email/", form)


def address_of(user):
    return User.objects.get(pk=user.pk).email


def test_an_address_is_theirs_once_they_have_opened_the_link(ada, mails):
    assert ask_for(logged_in(ada), NEW).url == "/account/#email"
    mail = mails.next()
    assert (mail["To"], mail["From"]) == (NEW, "Chat <chat@example.org>")
    link, anywhere = link_in(mail), Client()
    assert NEW in anywhere.get(link).text
    assert address_of(ada) == ""
    assert anywhere.post(link).url == "/account/#email"
    assert address_of(ada) == NEW
    assert NEW in logged_in(ada).get("/account/").text


def test_a_link_is_good_once_and_for_nobody_else(ada, mails):
    ask_for(logged_in(ada), NEW)
    link = link_in(mails.next())
    ada.take_email("other@example.org")
    for path in (link, "/account/email/none/"):
        answer = Client().post(path, follow=True)
        assert "That link is not good any more." in answer.text
    assert address_of(ada) == "other@example.org"


def test_the_address_of_before_is_told_that_it_is_none_any_more(ada, mails):
    ada.take_email(NEW)
    client = logged_in(ada)
    assert ask_for(client, "", password="wrong").status_code == 422
    assert address_of(ada) == NEW
    ask_for(client, "")
    assert address_of(ada) == ""
    assert mails.next()["To"] == NEW


def test_mails_are_bounded(ada, mails, settings):
    settings.CHAT_MAILS_PER_HOUR_AND_PERSON = 1
    client = logged_in(ada)
    ask_for(client, NEW)
    assert ask_for(client, NEW).status_code == 429
    settings.CHAT_MAILS_PER_HOUR_AND_PERSON = 9
    settings.CHAT_MAILS_PER_HOUR_AND_ADDRESS = 2
    assert ask_for(client, NEW).status_code == 429
    mails.next()
    assert mails.are_none


def test_where_no_mails_are_sent_nobody_is_asked_for_an_address(ada):
    assert "/account/email/" not in logged_in(ada).get("/account/").text
