"""What somebody has beside the password, on the page of their account."""

import pytest

from chat.factors import confirming, recovery, totp
from chat.factors.models import Authenticator
from chat.factors.sealing import unseal
from chat.logging import audit
from chat.models import User
from tests.factors.cast import (
    PASSWORD,
    ada,
    at_page,
    code_of,
    codes_on,
    type_password,
    with_app,
)
from tests.support.waiting import eventually

pytestmark = pytest.mark.django_db
APP, CODES = "/account/two-step/app/", "/account/two-step/codes/"
QR = 'class="qr"'


@pytest.fixture(name="ada")
def an_account():
    return ada()


@pytest.fixture
def page(ada):
    return at_page(ada)


def let_time_pass(page):
    """Until she has to show again that it is her."""
    session = page.session
    session[confirming.CONFIRMED] -= confirming.SECONDS
    session.save()


def secret_to_come(page):
    return unseal(page.session["authenticator to come"])


def set_up(page):
    page.post(APP)
    return page.post(APP, {"code": code_of(secret_to_come(page))})


def test_an_app_is_set_up_by_a_code_of_it(ada, page):
    shown = page.post(APP)
    secret = secret_to_come(page)
    assert totp.spelled(secret) in shown.text
    assert QR in shown.text
    assert "style=" not in shown.text
    wrong = page.post(APP, {"code": "000000"})
    assert wrong.status_code == 422
    assert totp.spelled(secret) in wrong.text
    assert not Authenticator.objects.exists()
    right = page.post(APP, {"code": code_of(secret)})
    assert len(codes_on(right)) == recovery.CODES
    assert type_password(at_page()).url.startswith("/login/step/")


def test_recovery_codes_are_shown_once_and_can_be_kept(ada, page):
    shown = set_up(page)
    [first, *_] = codes = codes_on(shown)
    assert "data:text/plain" in shown.text
    assert first in shown.text.partition("data:text/plain")[2]
    assert first not in page.get("/account/").text
    other = codes_on(page.post(CODES))
    assert not {*codes} & {*other}


def test_the_code_that_has_shown_it_opens_nothing_more(ada, page):
    page.post(APP)
    code = code_of(secret_to_come(page))
    page.post(APP, {"code": code})
    client = at_page()
    type_password(client)
    assert client.post("/login/step/", {"code": code}).status_code == 422


def test_another_app_is_instead_of_the_one_of_before(ada, page):
    secret, _ = with_app(ada)
    assert set_up(page).url == "/account/#two-step"
    client = at_page()
    type_password(client)
    assert client.post("/login/step/", {"code": code_of(secret)}).status_code == 422


def test_a_while_after_the_log_in_the_password_is_asked_for(ada, page):
    let_time_pass(page)
    asks = page.post(APP, {"code": "123456"})
    assert 'value="123456"' in asks.text
    assert QR not in asks.text
    wrong = page.post(APP, {"confirm_password": "no"})
    assert wrong.status_code == 422
    assert "not your password" in wrong.text
    assert QR in page.post(APP, {"confirm_password": PASSWORD}).text
    assert QR in page.post(APP).text


def test_somebody_without_a_password_logs_in_again(ada, page):
    ada.set_unusable_password()
    ada.save()
    page.force_login(ada)
    assert QR in page.post(APP).text
    let_time_pass(page)
    assert "log out, log in again" in page.post(APP).text


@pytest.mark.parametrize("path", [APP, f"{APP}remove/", CODES])
def test_a_guest_has_none(path):
    gus = User.objects.admit_guest("gus")
    page = at_page(gus)
    assert page.post(path).status_code == 403
    assert "two-step" not in page.get("/account/").text


def test_only_forms_change_it(page):
    assert page.get(APP).status_code == 405
    assert page.get(CODES).status_code == 405


def test_who_has_no_factor_gets_no_codes(page):
    assert page.post(CODES).status_code == 403


def test_what_is_done_is_noted_and_told(ada, page, monkeypatch):
    noted, told = [], []
    monkeypatch.setattr(audit, "KEEPERS", [noted.append])
    ada.speak("de")
    monkeypatch.setattr(
        "chat.factors.keeping.announce", lambda groups, event: told.append(event.detail)
    )
    set_up(page)
    page.post(CODES)
    page.post(f"{APP}remove/")
    assert [each.event for each in noted] == [
        "authenticator added",
        "recovery codes made",
        "authenticator removed",
    ]
    assert noted[0].about["address"] == "127.0.0.1"
    assert len(told) == 3
    assert told[0].startswith("Eine App")


def test_a_mail_tells_it_where_one_reaches_them(
    ada, page, settings, mailoutbox, django_capture_on_commit_callbacks
):
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")
    for settings.CHAT_MAILS in (False, True):
        with django_capture_on_commit_callbacks(execute=True):
            set_up(page)
    eventually(lambda: mailoutbox)
    [mail] = mailoutbox
    assert mail.to == ["ada@example.org"]
    assert "An app makes codes for your log-in from now on." in mail.body


def test_the_page_says_what_there_is(ada, page):
    assert "Set up an app" in page.get("/account/").text
    with_app(ada)
    shown = page.get("/account/").text
    assert "An app makes codes for you" in shown
    assert "10 recovery codes left" in shown
