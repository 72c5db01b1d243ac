"""Who comes in by the word of a provider, as whom, and who does not."""

import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.http import HttpResponse
from django.urls import reverse

from chat.accounts import steps
from chat.audit import writing
from chat.audit.models import Record
from chat.models import Conversation, User
from chat.models.people.ban import Ban
from chat.oidc import identities, throttle
from chat.oidc.models import Identity
from chat.oidc.speaking import Known
from chat.site import APPROVAL, CLOSED, INVITATION
from tests.invitations.test_linking import link_to
from tests.oidc.conftest import SECRET, Browser

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse"


def linked(name, subject="17"):
    user = User.objects.sign_up(name, PASSWORD)
    identities.link(user, Known(subject, shown=f"{name}@x.test"))
    return user


# --- Coming in ------------------------------------------------------------------------


def test_whoever_is_new_has_an_account_at_once_and_the_same_again(browser, provider):
    assert browser.log_in(provider).status_code == 302
    ada = User.objects.get(key="ada")
    assert browser.who == ada.pk
    assert not ada.guest
    assert not ada.has_usable_password()
    again = Browser()
    again.log_in(provider, preferred_username="countess")
    assert again.who == ada.pk


def test_the_log_in_page_has_a_button_where_there_is_a_provider(browser, provider):
    assert "Log in with The house" in browser.get("/login/").text


def test_without_one_there_is_nothing_of_it(browser):
    assert "oidc" not in browser.get("/login/").text
    for page in ("", "back/", "name/"):
        assert browser.get(f"/login/oidc/{page}").status_code == 404


def test_one_comes_to_where_one_wanted_to_go(browser, provider):
    assert browser.log_in(provider, "/rooms/lobby/").url == "/rooms/lobby/"
    assert Browser().log_in(provider, "https://evil.test/").url == "/"


@pytest.mark.parametrize("theirs", ["ada", "a@x.test", "", "admin"])
def test_a_name_that_is_none_to_have_is_asked_for(browser, provider, theirs):
    User.objects.sign_up("ada", PASSWORD)
    page = browser.log_in(provider, preferred_username=theirs)
    assert page.url == "/login/oidc/name/"
    assert browser.who is None
    taken = browser.post(page.url, {"name": "ada"})
    assert taken.status_code == 422
    browser.post(page.url, {"name": "Countess"})
    assert browser.who == User.objects.get(key="countess").pk
    assert browser.get(page.url).url == "/login/"


def test_what_the_token_does_not_say_the_provider_is_asked_for(browser, provider):
    provider.claims = {"sub": "17"}
    provider.userinfo = {"preferred_username": "ada"}
    browser.log_in(provider)
    assert browser.who == User.objects.get(key="ada").pk


def test_a_guest_keeps_the_name_and_all_else(browser, provider):
    ada = User.objects.admit_guest("ada")
    browser.force_login(ada)
    browser.log_in(provider)
    ada.refresh_from_db()
    assert (browser.who, ada.guest) == (ada.pk, False)


def test_a_second_factor_is_asked_for_all_the_same(browser, provider, monkeypatch):
    linked("ada")
    step = lambda request, user: HttpResponse(f"And now, {user.name}?")  # noqa: E731
    monkeypatch.setattr(steps, "STEPS", [step])
    assert browser.log_in(provider).text == "And now, ada?"
    assert browser.who is None


def test_the_audit_log_says_by_what_they_came(browser, provider):
    browser.log_in(provider)
    Browser().log_in(provider)
    writing.write_down()
    kept = Record.objects.filter(who="ada").values_list("event", "words")
    assert [event for event, _ in kept] == ["sign-up", "log-in"]
    assert "provider" in kept[1][1]


# --- Who does not ---------------------------------------------------------------------


def test_who_is_not_linked_has_no_account_made_unless_that_is_set(
    browser, provider, settings
):
    settings.CHAT_OIDC_ALLOW_SIGN_UP = False
    User.objects.sign_up("ada", PASSWORD)
    page = browser.log_in(provider, email_verified=True)
    assert page.status_code == 403
    assert "Nobody here is linked with that" in page.text
    assert (browser.who, User.objects.count()) == (None, 1)


def test_who_has_an_invite_link_makes_an_account_and_comes_by_it(
    browser, provider, settings
):
    settings.CHAT_OIDC_ALLOW_SIGN_UP = False
    bob = User.objects.sign_up("bob", PASSWORD)
    den = Conversation.objects.create_room(bob, "den", private=True)
    link = link_to(den, bob)
    browser.log_in(provider, page=reverse("join", args=[link.token]))
    ada = User.objects.get(key="ada")
    assert (browser.who, den.has_member(ada)) == (ada.pk, True)
    assert [use.user for use in link.uses.all()] == [ada]


@pytest.mark.parametrize("registration", [CLOSED, INVITATION, APPROVAL])
def test_the_settings_say_who_signs_up_by_it_however_others_do(
    browser, provider, settings, registration
):
    settings.CHAT_REGISTRATION = registration
    browser.log_in(provider)
    assert browser.who == User.objects.get(key="ada").pk


@pytest.mark.parametrize(
    ("claims", "comes"),
    [
        ({"email": "ada@House.test", "email_verified": True}, True),
        ({"email": "ada@house.test", "email_verified": False}, False),
        ({"email": "ada@house.test", "email_verified": "true"}, False),
        ({"email": "ada@house.test.evil.test", "email_verified": True}, False),
    ],
)
def test_only_the_domains_that_are_set_sign_up(
    browser, provider, settings, claims, comes
):
    settings.CHAT_OIDC_DOMAINS = ["house.test"]
    browser.log_in(provider, **claims)
    assert (browser.who is not None) == comes


def test_who_is_banned_is_told(browser, provider):
    linked("ada").ban()
    page = browser.log_in(provider)
    assert page.status_code == 403
    assert "closed by an administrator" in page.text
    assert browser.who is None


def test_a_network_that_is_shut_out_is_not_sent_there(browser, provider):
    Ban.objects.create(network="127.0.0.1", reason="no")
    assert browser.get("/login/oidc/").status_code == 403
    assert provider.asked == []


def test_whoever_begins_and_does_not_come_back_waits(browser, provider, monkeypatch):
    monkeypatch.setattr(throttle, "BEGUN_MOST", 2)
    for _ in range(3):
        browser.log_in(provider)
    browser.go()
    browser.go()
    page = browser.get("/login/oidc/")
    assert page.status_code == 429
    assert "Retry-After" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "other"},
        {"state": "ä"},
        {"iss": "https://other.test"},
        {"code": "unknown"},
    ],
)
def test_an_answer_that_is_not_to_this_browser_lets_nobody_in(browser, provider, wrong):
    answer = provider.lets_in(browser.go())
    assert browser.come_back({**answer, **wrong}).status_code in (403, 503)
    assert browser.who is None


def test_who_refuses_there_is_not_in(browser, provider):
    answer = provider.lets_in(browser.go())
    page = browser.come_back({"state": answer["state"], "error": "access_denied"})
    assert page.status_code == 403
    assert browser.who is None


def test_an_answer_is_good_once_and_in_the_browser_that_asked(browser, provider):
    answer = provider.lets_in(browser.go())
    other = Browser()
    assert other.come_back(answer).status_code == 403
    browser.come_back(answer)
    assert browser.who
    browser.logout()
    assert browser.come_back(answer).status_code == 403
    assert browser.who is other.who is None


def test_an_answer_of_long_ago_is_not_taken(browser, provider, monkeypatch):
    answer, now = provider.lets_in(browser.go()), time.time()
    monkeypatch.setattr("chat.oidc.remembering.time.time", lambda: now + 601)
    assert browser.come_back(answer).status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "other"},
        {"aud": "other"},
        {"aud": ["chat", "other"], "azp": "other"},
        {"iss": "https://other.test"},
        {"exp": 1},
        {"exp": None},
        {"iat": 2**34},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": 17},
        {"sub": "a\0b"},
    ],
)
def test_a_token_for_something_else_lets_nobody_in(browser, provider, claims):
    page = browser.log_in(provider, **claims)
    assert page.status_code == 403
    assert browser.who is None
    assert not Identity.objects.exists()


FORGED = {
    "by another key": lambda own, said: jwt.encode(
        said,
        ec.generate_private_key(ec.SECP256R1()),
        algorithm="ES256",
        headers={"kid": own.number},
    ),
    "by the secret": lambda own, said: jwt.encode(
        said, SECRET * 2, algorithm="HS256", headers={"kid": own.number}
    ),
    "by nobody": lambda own, said: jwt.encode(
        said, None, algorithm="none", headers={"kid": own.number}
    ),
    "not at all": lambda own, said: "x.y.z",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_token_that_is_not_signed_by_it_lets_nobody_in(
    browser, provider, monkeypatch, forge
):
    monkeypatch.setattr(provider, "sign", lambda claims: forge(provider, claims))
    assert browser.log_in(provider).status_code == 403
    assert browser.who is None


def test_what_it_tells_of_somebody_else_is_not_taken(browser, provider):
    provider.claims, provider.userinfo = (
        {"sub": "17"},
        {"sub": "18", "email": "e@x.test"},
    )
    assert browser.log_in(provider).status_code == 403


# --- The provider ---------------------------------------------------------------------


def test_a_provider_that_is_away_is_told_and_not_asked_again_at_once(browser, provider):
    provider.is_down = True
    page = browser.get("/login/oidc/")
    assert page.status_code == 503
    assert "does not answer just now" in page.text
    provider.is_down = False
    browser.get("/login/oidc/")
    assert provider.asked == []


def test_one_that_goes_away_meanwhile_is_told(browser, provider):
    answer = provider.lets_in(browser.go())
    provider.is_down = True
    assert browser.come_back(answer).status_code == 503


def test_it_may_change_its_keys_at_any_time(browser, provider, monkeypatch):
    browser.log_in(provider)
    provider.change_key()
    monkeypatch.setattr("chat.oidc.provider.KEYS_SECONDS", -1)
    again = Browser()
    again.log_in(provider)
    assert again.who == browser.who


def test_a_key_that_nobody_has_is_not_asked_for_again_and_again(browser, provider):
    browser.log_in(provider)
    provider.number = "none"
    for _ in range(3):
        assert Browser().log_in(provider).status_code == 503
    assert provider.asked.count("/keys") == 1


def test_one_that_is_somebody_else_is_not_believed(browser, provider, monkeypatch):
    monkeypatch.setattr("chat.oidc.provider.fetch", lambda url: {"issuer": "other"})
    assert browser.get("/login/oidc/").status_code == 503
