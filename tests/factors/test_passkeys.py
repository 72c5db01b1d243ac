"""Passkeys: made, shown, refused; and what no browser would send."""

import json
from copy import deepcopy

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from chat.accounts import throttle
from chat.factors import confirming, keeping, recovery, webauthn
from chat.factors.checking import PASSKEY
from chat.logging import audit
from chat.models import User
from chat.wire.errors import BadCredentials
from tests.factors.cast import (
    PASSWORD,
    ada,
    asked,
    at_page,
    codes_on,
    is_in,
    type_password,
    with_passkey,
)
from tests.support.passkeys import Device

pytestmark = pytest.mark.django_db
ADD, IN, STEP = "/account/passkeys/add/", "/login/passkey/", "/login/step/"


@pytest.fixture(name="ada")
def an_account():
    return ada()


@pytest.fixture
def device(ada):
    return with_passkey(at_page(ada))[0]


def shows(client, device, path=IN, **wrong):
    return client.post(path, {"credential": device.show(asked(client), **wrong)})


def is_refused(client, answer):
    return answer.url.startswith("/login/") and not is_in(client)


# --- Made -----------------------------------------------------------------------------


def test_the_first_brings_recovery_codes_along(ada):
    page = at_page(ada)
    _, first = with_passkey(page)
    assert len(codes_on(first)) == recovery.CODES
    _, second = with_passkey(page)
    assert second.url == "/account/#passkeys"
    assert ada.passkeys.count() == 2


@pytest.mark.parametrize("wrong", [{"sees": False}, {"origin": "http://evil.test"}])
def test_one_is_made_here_and_sees_its_person(ada, wrong):
    page, device = at_page(ada), Device()
    page.post(ADD)
    answer = device.make(page.post("/account/passkeys/ask/").json(), **wrong)
    refused = page.post(ADD, {"credential": answer})
    assert refused.status_code == 422
    assert webauthn.NOT_KNOWN in refused.text
    assert not ada.passkeys.exists()


def test_one_is_made_once(ada):
    page, device = at_page(ada), Device()
    answer = device.make(page.post("/account/passkeys/ask/").json())
    assert page.post(ADD, {"credential": answer}).status_code == 200
    assert page.post(ADD, {"credential": answer}).status_code == 422
    again = device.make(page.post("/account/passkeys/ask/").json())
    assert page.post(ADD, {"credential": again}).status_code == 422


def test_there_is_a_number_of_them(ada, device, monkeypatch):
    monkeypatch.setattr(keeping, "PASSKEYS_MOST", 1)
    _, refused = with_passkey(at_page(ada))
    assert refused.status_code == 422
    assert "One has 1 passkey at most." in refused.text


def test_it_has_a_name_for_its_owner_alone(ada, device):
    its = ada.passkeys.get()
    page = at_page(ada)
    assert 'value="phone"' in page.get("/account/").text
    path = f"/account/passkeys/{its.pk}"
    assert page.post(f"{path}/name/", {"name": " new \n phone"}).status_code == 302
    assert 'value="new phone"' in page.get("/account/").text
    eve = at_page(User.objects.sign_up("eve", PASSWORD))
    for act in ("name", "remove"):
        assert eve.post(f"{path}/{act}/", {"name": "mine"}).status_code == 404
    assert ada.passkeys.get().name == "new phone"


def test_one_that_is_removed_opens_nothing_and_the_codes_go_with_the_last(ada, device):
    its = ada.passkeys.get()
    at_page(ada).post(f"/account/passkeys/{its.pk}/remove/")
    client = at_page()
    assert is_refused(client, shows(client, device))
    assert not ada.recovery_codes.exists()
    assert type_password(client).url == "/"


# --- Shown ----------------------------------------------------------------------------


def test_one_opens_the_account_without_a_password(ada, device, monkeypatch):
    noted = []
    monkeypatch.setattr(audit, "KEEPERS", [noted.append])
    client = at_page()
    options = asked(client)
    assert "allowCredentials" not in options
    form = {"credential": device.show(options), "next": "/rooms/lobby/"}
    assert client.post(IN, form).url == "/rooms/lobby/"
    assert is_in(client)
    assert client.session.get_expiry_age() > 24 * 3600
    assert [(each.event, each.about["by"]) for each in noted] == [("log-in", PASSKEY)]
    assert ada.passkeys.get().used


def test_one_is_a_second_step(ada, device):
    client = at_page()
    assert type_password(client).url.startswith(STEP)
    options = asked(client)
    assert len(options["allowCredentials"]) == 1
    assert client.post(STEP, {"credential": device.show(options)}).url == "/"
    assert is_in(client)


def test_anothers_is_none(ada, device):
    eve, hers = at_page(User.objects.sign_up("eve", PASSWORD)), Device()
    form = {"credential": hers.make(eve.post("/account/passkeys/ask/").json())}
    assert eve.post(ADD, form).status_code == 200
    client = at_page()
    type_password(client)
    assert shows(client, hers, STEP).status_code == 422
    assert not is_in(client)
    page = at_page(ada)
    session = page.session
    session[confirming.CONFIRMED] = 0
    session.save()
    asking = {"confirm_credential": hers.show(asked(page))}
    assert page.post(ADD, asking).status_code == 422


def test_it_is_shown_instead_of_the_password_before_something_is_changed(ada, device):
    page = at_page(ada)
    session = page.session
    session[confirming.CONFIRMED] = 0
    session.save()
    assert "confirm_credential" in page.post(ADD).text
    form = {"confirm_credential": device.show(asked(page)), "name": "other"}
    assert 'data-passkey="make"' in page.post(ADD, form).text


@pytest.mark.parametrize("wrong", [{"sees": False}, {"origin": "https://localhost"}])
def test_one_that_is_shown_elsewhere_or_by_nobody_is_refused(device, wrong):
    client = at_page()
    assert is_refused(client, shows(client, device, **wrong))


def test_a_challenge_is_answered_once(device):
    client = at_page()
    answer = {"credential": device.show(asked(client))}
    assert client.post(IN, answer).url == "/"
    client.post("/logout/")
    assert is_refused(client, client.post(IN, answer))
    other = at_page()
    asked(other)
    assert is_refused(other, other.post(IN, answer))


def test_a_challenge_is_not_answered_for_ever(device, monkeypatch):
    monkeypatch.setattr(webauthn, "CHALLENGE_SECONDS", -1)
    client = at_page()
    assert is_refused(client, shows(client, device))


def test_a_copy_of_one_that_counts_is_refused(ada):
    device, _ = with_passkey(at_page(ada), count=5)
    client = at_page()
    assert shows(client, device).url == "/"
    device.count -= 1
    again = at_page()
    assert is_refused(again, shows(again, device))


def test_who_is_shut_out_is_so_by_a_passkey_too(ada, device):
    ada.ban()
    client = at_page()
    assert is_refused(client, shows(client, device))


def test_failures_are_counted(device):
    client = at_page()
    for _ in range(throttle.FAILURES_HERE):
        client.post(IN, {"credential": ""})
    assert is_refused(client, shows(client, device))


# --- Where there are any --------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "testserver"])
def test_browsers_have_them_for_names_and_with_tls(ada, host):
    page = at_page(ada)
    page.defaults["HTTP_HOST"] = host
    assert "with TLS" in page.get("/account/").text
    for path in (ADD, "/account/passkeys/ask/", "/login/passkey/ask/"):
        assert page.post(path).status_code == 404
    page.logout()
    assert "passkey" not in page.get("/login/").text.replace("username webauthn", "")


def test_a_site_with_tls_has_them(ada, settings):
    settings.HTTPS = True
    page = at_page(ada)
    page.defaults["HTTP_HOST"] = "testserver"
    options = page.post("/account/passkeys/ask/", secure=True).json()
    assert options["rp"]["id"] == "testserver"
    answer = Device().make(options, origin="https://testserver")
    assert page.post(ADD, {"credential": answer}, secure=True).status_code == 200


# --- What no browser sends ------------------------------------------------------------


def mangled(answer):
    """The same, wrong in all the ways that a program may think of."""
    its = json.loads(answer)
    for name, right in its["response"].items():
        others = {k: v for k, v in its["response"].items() if k != name}
        yield {**its, "response": others}
        for value in ("", "AAAA", "=", "é", "A" * 5000, right[: len(right) // 2]):
            yield {**its, "response": {**others, name: value}}
    for value in (None, 1, [], {}, "", "x"):
        yield {**its, "id": value}
        yield {**its, "response": value}
        yield value


class Kept(dict):
    """A session of which nothing is stored."""

    def set_expiry(self, seconds):
        pass


@pytest.fixture
def request_of(ada):
    """What a browser of hers sends, or of somebody who is not in."""

    def request_of(user):
        request = RequestFactory(headers={"host": "localhost"}).post("/")
        request.user, request.session = user, Kept()
        return request

    return request_of


def test_what_is_malformed_is_refused(device, request_of):
    request = request_of(AnonymousUser())
    answer = device.show(webauthn.begin_asking(request, None))
    kept = deepcopy(request.session)
    for form in mangled(answer):
        request.session = deepcopy(kept)
        with pytest.raises(BadCredentials):
            webauthn.shown(request, json.dumps(form))
    request.session = deepcopy(kept)
    assert webauthn.shown(request, answer)


def test_what_is_malformed_makes_none(ada, request_of):
    request = request_of(ada)
    answer = Device().make(webauthn.begin_making(request, ada))
    kept = deepcopy(request.session)
    for form in mangled(answer):
        request.session = deepcopy(kept)
        with pytest.raises(BadCredentials):
            webauthn.made(request, json.dumps(form))
    request.session = deepcopy(kept)
    assert webauthn.made(request, answer)
