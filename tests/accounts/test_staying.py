"""Guests who stay: with a password, what they have is theirs for good."""

from uuid import UUID

import pytest
from django.test import Client

from chat.accounts import authentication
from chat.accounts.visitor import Visitor
from chat.models import Conversation, User, conversations_of, post
from chat.wire.errors import LoginRequired, NameRegistered

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse"


def come(name="pat"):
    """A guest's browser, and who it is."""
    client = Client()
    client.post("/guest/", {"name": name})
    return client, User.objects.named(name)


def sign_up(client, name, **fields):
    form = {"name": name, "password": PASSWORD, "password_again": PASSWORD}
    return client.post("/signup/", form | fields)


@pytest.mark.dear
def test_a_guest_who_signs_up_keeps_the_name_the_number_and_all_the_rest():
    client, pat = come()
    ada = User.objects.sign_up("ada", PASSWORD)
    Conversation.objects.create_room(pat, "secret", private=True)
    said = post(ada, "@pat", "psst", UUID("6a" * 16))
    before = conversations_of(pat)
    assert sign_up(client, "Pat").status_code == 302
    stays = User.objects.named("pat")
    assert (stays.pk, stays.name, stays.guest) == (pat.pk, "pat", False)
    assert conversations_of(stays) == before
    assert stays.conversations.filter(pk=said.conversation_id).exists()
    assert client.get("/").context["you"] == stays.person
    assert client.session.get_expiry_age() > 24 * 3600
    assert authentication.log_in("pat", PASSWORD, Visitor()) == stays


def test_what_brought_the_guest_back_opens_nothing_any_more():
    client, pat = come()
    tablet = Client()
    tablet.force_login(pat)
    token = pat.token()
    sign_up(client, "pat")
    assert tablet.get("/").url == "/login/?next=/"
    with pytest.raises(NameRegistered):
        authentication.come_back("pat", token, Visitor())
    with pytest.raises(NameRegistered):
        authentication.come_as_guest("pat", Visitor())


def test_nobody_else_gets_a_guests_name_by_signing_up():
    come()
    other, _ = come("eve")
    for client in (Client(), other):
        assert "taken" in sign_up(client, "pat").content.decode()
    assert User.objects.named("pat").guest


def test_by_another_name_a_guest_is_somebody_new():
    client, pat = come()
    assert sign_up(client, "patricia").status_code == 302
    assert User.objects.named("patricia").pk != pat.pk
    assert User.objects.named("pat") == pat


def test_the_page_says_to_a_guest_what_stays_theirs():
    client, _ = come()
    page = client.get("/signup/").content.decode()
    assert "You are here as the guest pat" in page
    assert 'value="pat"' in page


def test_who_was_logged_out_meanwhile_does_not_stay():
    _, pat = come()
    User.objects.get(pk=pat.pk).log_out_everywhere()
    with pytest.raises(LoginRequired):
        pat.register(PASSWORD)


# --- Where whoever comes next is led --------------------------------------------------

PRIVATE = ["/direct/bob/", "/rooms/secret/"]


@pytest.fixture
def browser():
    """A browser at which ada was, who has secrets."""
    ada, *_ = (User.objects.sign_up(name, PASSWORD) for name in ("ada", "eve", "bob"))
    Conversation.objects.create_room(ada, "secret", private=True)
    Conversation.objects.create_room(ada, "open")
    client = Client()
    log_in(client, "ada")
    client.post("/logout/")
    client.number = ada.pk
    return client


def log_in(client, name, path="/", **fields):
    form = {"name": name, "password": PASSWORD, "next": path, **fields}
    return client.post("/login/", form).url


@pytest.mark.parametrize("path", PRIVATE)
def test_whoever_logs_in_next_is_not_led_to_the_private_places(browser, path):
    assert log_in(browser, "eve", path) == "/"
    browser.post("/logout/")
    assert browser.post("/guest/", {"name": "gus", "next": path}).url == "/"
    assert log_in(Client(), "ada", path) == path


@pytest.mark.parametrize("path", [*PRIVATE, "/rooms/open/"])
def test_the_same_person_is_led_back_and_all_to_what_all_may_see(browser, path):
    assert log_in(browser, "ada", path) == path
    browser.post("/logout/")
    assert log_in(browser, "eve", "/rooms/open/") == "/rooms/open/"


def test_a_tab_of_before_leads_nobody_who_is_in_by_now(browser):
    log_in(browser, "eve")
    tab = f"/login/?next=/direct/bob/&was={browser.number}"
    assert browser.get(tab).url == "/"
    assert browser.get("/login/?next=/direct/bob/").url == "/direct/bob/"
