"""What is shown beside the password: taken once, counted where it is wrong."""

import time
from dataclasses import replace

import pytest

from chat.factors import checking, keeping, recovery, throttle, totp
from chat.factors.models import Authenticator
from chat.models import User
from chat.models.people.failed_login import FailedLogin
from chat.wire.errors import BadCredentials, RateLimited
from tests.factors.cast import HERE, ada, code_of, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture(name="ada")
def ada_with_an_app():
    user = ada()
    user.secret, user.codes = with_app(user)
    return user


def shows(user, typed, who=HERE, after=0):
    return checking.check_code(user, typed, who, time.time() + after)


def fails(user, typed, times=1, who=HERE):
    for _ in range(times):
        with pytest.raises(BadCredentials):
            shows(user, typed, who)


def test_a_code_opens_once(ada):
    code = code_of(ada.secret)
    assert shows(ada, code) == checking.APP
    fails(ada, code)
    assert shows(ada, code_of(ada.secret, 1), after=totp.STEP_SECONDS)


def test_a_code_is_taken_as_people_write_it(ada):
    code = code_of(ada.secret)
    arabic = code.translate(
        dict(zip(map(ord, "0123456789"), "٠١٢٣٤٥٦٧٨٩", strict=True))
    )
    assert shows(ada, f" {arabic[:3]} {arabic[3:]} ") == checking.APP


def test_each_recovery_code_opens_once(ada):
    assert len({*ada.codes}) == recovery.CODES
    for code in ada.codes:
        assert shows(ada, code.replace("-", " ").lower()) == checking.RECOVERY
        fails(ada, code)
        # What is tried here is no guess: it begins anew with the next right one.
    assert not ada.recovery_codes.exists()


def test_new_recovery_codes_are_instead_of_those_of_before(ada):
    new = keeping.renew_codes(ada, HERE)
    fails(ada, ada.codes[0])
    assert shows(ada, new[0])


def test_the_database_has_no_code_and_no_secret(ada):
    rows = [*ada.recovery_codes.values_list("hashed", flat=True)]
    assert not {*ada.codes} & {*rows}
    kept = Authenticator.objects.get().secret
    assert totp.spelled(ada.secret).replace(" ", "") not in kept
    assert ada.secret.hex() not in kept


def test_another_key_of_the_site_reads_no_app_but_knows_the_recovery_codes(
    ada, settings
):
    settings.SECRET_KEY, before = "another", settings.SECRET_KEY
    fails(ada, code_of(ada.secret))
    assert shows(ada, ada.codes[0])
    settings.SECRET_KEY_FALLBACKS = [before]
    assert shows(ada, code_of(ada.secret))


def test_wrong_codes_are_counted_and_leave_the_other_ways_as_they_are(ada):
    fails(ada, "000000", throttle.FAILURES_HERE)
    with pytest.raises(RateLimited) as refused:
        shows(ada, code_of(ada.secret))
    assert refused.value.retry > 3000
    assert shows(ada, ada.codes[0])
    assert FailedLogin.objects.get(name="ada").times == throttle.FAILURES_HERE + 1


def test_elsewhere_there_are_tries_left_but_not_for_ever(ada, monkeypatch):
    monkeypatch.setattr(throttle, "FAILURES_IN_ALL", 15)
    elsewhere = replace(HERE, address="198.51.100.7")
    fails(ada, "000000", throttle.FAILURES_HERE)
    fails(ada, "000000", 5, elsewhere)
    for network in ("203.0.113.9", "198.51.100.7"):
        with pytest.raises(RateLimited):
            shows(ada, code_of(ada.secret), replace(HERE, address=network))


def test_where_the_account_was_before_nobody_shuts_its_owner_out(ada, monkeypatch):
    monkeypatch.setattr(throttle, "FAILURES_IN_ALL", 5)
    fails(ada, "000000", 5)
    monkeypatch.setattr("chat.accounts.visitor.Visitor.knows", lambda self, user: True)
    assert shows(ada, code_of(ada.secret), replace(HERE, browser="hers"))


def test_whoever_has_shown_a_right_one_has_not_failed(ada):
    fails(ada, "000000", throttle.FAILURES_HERE - 1)
    assert shows(ada, code_of(ada.secret))
    fails(ada, "000000", throttle.FAILURES_HERE)


def test_without_an_app_no_code_is_right():
    bob = User.objects.sign_up("bob", "correct horse")
    fails(bob, "000000")
    fails(bob, "AAAA-AAAA-AAAA-AAAA")
