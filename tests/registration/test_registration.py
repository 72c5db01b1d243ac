"""Who may make an account: everybody, who is invited, or nobody."""

from contextlib import contextmanager

import pytest
from django.test import Client

from chat.accounts import authentication, invited
from chat.accounts.invited import Invitation
from chat.accounts.visitor import Visitor
from chat.models import User
from chat.registration.choosing import choose
from chat.site import CLOSED, INVITATION, OPEN, Site
from chat.wire.errors import InvitationRequired, NameTaken, RegistrationClosed

pytestmark = pytest.mark.django_db
HERE, PASSWORD = Visitor("192.0.2.1"), "correct horse"
FORM = {"name": "ada", "password": PASSWORD, "password_again": PASSWORD}
BY_LINK, NONE_MORE = "You need an invite link", "This site takes no new accounts"


class Link(Invitation):
    """One that lets people in, and remembers whom."""

    accounts = True

    def __init__(self):
        self.came = []

    @contextmanager
    def taken(self):
        yield self.came.append


@pytest.fixture
def unsaid(settings):
    settings.CHAT_REGISTRATION = ""
    return settings


def sign_up(name="ada", **how):
    return authentication.sign_up(name, PASSWORD, HERE, **how)


@pytest.mark.parametrize(
    ("is_loopback", "proxies", "debug", "how"),
    [
        (True, [], False, OPEN),
        (False, [], False, INVITATION),
        (True, ["127.0.0.1"], False, INVITATION),
        (False, [], True, OPEN),
    ],
)
def test_unless_somebody_says_so_it_is_open_where_nobody_else_comes(
    unsaid, reached, is_loopback, proxies, debug, how
):
    unsaid.TRUSTED_PROXIES, unsaid.DEBUG = proxies, debug
    reached(is_loopback=is_loopback)
    assert Site.here().registration == how


def test_the_setting_says_who_and_the_panel_counts_more(settings):
    settings.CHAT_REGISTRATION = CLOSED
    assert Site.here().registration == CLOSED
    choose(registration=INVITATION)
    assert Site.here().registration == INVITATION


def test_where_it_is_closed_nobody_comes_even_by_an_invitation():
    choose(registration=CLOSED)
    for how in ({}, {"invitation": Link()}):
        with pytest.raises(RegistrationClosed) as caught:
            sign_up(**how)
        assert caught.value.code == "registration-closed"
    assert not User.objects.exists()


def test_by_invitation_comes_who_has_one_and_it_learns_who():
    choose(registration=INVITATION)
    with pytest.raises(InvitationRequired):
        sign_up()
    link = Link()
    ada = sign_up(invitation=link)
    assert link.came == [ada]


def test_nobody_has_come_by_it_where_the_name_is_taken():
    User.objects.sign_up("ada", PASSWORD)
    link = Link()
    with pytest.raises(NameTaken):
        sign_up(invitation=link)
    assert link.came == []


def test_a_guest_who_wants_an_account_is_no_exception():
    choose(registration=INVITATION)
    guest = authentication.come_as_guest("ada", HERE)
    with pytest.raises(InvitationRequired):
        sign_up(guest=guest)
    link = Link()
    assert sign_up(guest=guest, invitation=link) == guest
    assert link.came == [guest]


@pytest.mark.parametrize(("how", "says"), [(INVITATION, BY_LINK), (CLOSED, NONE_MORE)])
def test_the_pages_say_what_holds_and_show_no_form_that_is_refused(how, says):
    choose(registration=how)
    page = Client().get("/login/")
    assert says in page.text
    assert "/signup/" not in page.text
    for answer in (Client().get("/signup/"), Client().post("/signup/", FORM)):
        assert answer.status_code == 403
        assert says in answer.text
        assert "password_again" not in answer.text
    assert not User.objects.exists()


def test_whoever_has_an_invitation_finds_the_form_and_comes_in(monkeypatch):
    choose(registration=INVITATION)
    link = Link()
    monkeypatch.setattr(invited, "FINDERS", [lambda *whose: link])
    client = Client()
    assert "/signup/" in client.get("/login/").text
    assert "password_again" in client.get("/signup/").text
    assert client.post("/signup/", FORM).status_code == 302
    assert [user.name for user in link.came] == ["ada"]


def test_the_log_in_page_costs_one_query_at_most(django_assert_max_num_queries):
    choose(registration=CLOSED)
    with django_assert_max_num_queries(1):
        assert NONE_MORE in Client().get("/login/").text
