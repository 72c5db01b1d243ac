"""Whoever has an account links it with the provider, and unlinks it."""

import time

import pytest

from chat.factors.models import Passkey
from chat.models import User
from chat.oidc import identities
from chat.oidc.models import Identity
from chat.oidc.speaking import Known
from tests.factors.cast import with_passkey
from tests.oidc.conftest import Browser
from tests.web.admin.cast import a_moderator, listed, the_owner

pytestmark = pytest.mark.django_db
LIST = listed("identity", "oidc")


@pytest.fixture
def ada(browser, provider):
    user = User.objects.sign_up("ada", "correct horse")
    browser.force_login(user)
    return user


def unlink(browser, identity):
    return browser.post(f"/account/oidc/{identity.pk}/unlink/", follow=True)


def test_who_has_linked_it_comes_in_by_it(browser, provider, ada):
    page = browser.log_in(provider)
    assert "Whoever can log in there" in page.text
    browser.post("/account/oidc/link/")
    assert "a@x.test" in browser.get("/account/").text
    other = Browser()
    other.log_in(provider)
    assert other.who == ada.pk


def test_nothing_is_linked_before_they_say_so(browser, provider, ada):
    browser.log_in(provider)
    assert not Identity.objects.exists()
    assert browser.get("/account/oidc/link/").status_code == 405


def test_they_say_so_soon(browser, provider, ada):
    browser.log_in(provider)
    session = browser.session
    _, *kept = session["oidc known"]
    session["oidc known"] = [time.time(), *kept]
    session.save()
    page = browser.post("/account/oidc/link/", follow=True)
    assert "That took too long" in page.text
    assert not Identity.objects.exists()


def test_what_opens_another_account_is_not_linked(browser, provider, ada):
    bob = User.objects.sign_up("bob", "correct horse")
    identities.link(bob, Known("17"))
    browser.log_in(provider)
    page = browser.post("/account/oidc/link/", follow=True)
    assert "That opens another account." in page.text
    assert Identity.objects.get().person == bob


def test_one_is_unlinked_where_a_password_is_left(browser, ada):
    its = identities.link(ada, Known("17"))
    unlink(browser, its)
    assert not Identity.objects.exists()


def test_the_last_way_in_stays(browser, provider):
    browser.log_in(provider)
    page = unlink(browser, Identity.objects.get())
    assert "Nothing else would let you in" in page.text
    assert Identity.objects.exists()


def test_so_does_a_passkey_that_is_the_last(browser, provider):
    browser.defaults["HTTP_HOST"] = "localhost"
    browser.log_in(provider)
    with_passkey(browser)
    unlink(browser, Identity.objects.get())
    assert not Identity.objects.exists()
    its = Passkey.objects.get()
    page = browser.post(f"/account/passkeys/{its.pk}/remove/", follow=True)
    assert "Nothing else would let you in" in page.text
    assert Passkey.objects.exists()


def test_a_password_may_be_set_and_is_another_way_in(browser, provider):
    browser.log_in(provider)
    form = {"new_password": "correct horse", "new_password_again": "correct horse"}
    page = browser.get("/account/").text
    assert 'id="password"' not in page
    assert "Set a password" in page
    refused = browser.post("/account/oidc/password/", {**form, "new_password": "short"})
    assert refused.status_code == 422
    browser.post("/account/oidc/password/", form)
    assert browser.who == User.objects.get(key="ada").pk
    assert User.objects.get(key="ada").check_password("correct horse")
    assert browser.post("/account/oidc/password/", form).status_code == 403
    unlink(browser, Identity.objects.get())
    assert not Identity.objects.exists()


def test_nobody_unlinks_what_is_anothers(browser, ada):
    bob = User.objects.sign_up("bob", "correct horse")
    its = identities.link(bob, Known("17"))
    assert unlink(browser, its).status_code == 404
    assert Identity.objects.exists()


def test_a_guest_links_nothing(browser, provider):
    browser.force_login(User.objects.admit_guest("eve"))
    assert 'id="oidc"' not in browser.get("/account/").text
    browser.log_in(provider)
    assert Identity.objects.get().person.name == "ada"


def test_staff_unlink_in_the_panel(ada):
    its = identities.link(ada, Known("17", shown="a@x.test"))
    form = {"action": "delete_selected", "_selected_action": [its.pk], "post": "yes"}
    seeing = a_moderator("view_user")
    assert "a@x.test" in seeing.get(LIST).text
    seeing.post(LIST, form)
    assert Identity.objects.exists()
    the_owner().post(LIST, form)
    assert not Identity.objects.exists()
