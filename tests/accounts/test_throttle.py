"""How often one may fail to log in."""

import contextlib

import pytest

from chat.accounts import authentication
from chat.accounts.throttle import (
    FAILURES_PER_ADDRESS,
    FAILURES_PER_NAME,
    LoginThrottle,
)
from chat.models import User
from chat.wire.errors import (
    BadCredentials,
    RateLimited,
)

pytestmark = pytest.mark.django_db


def test_failures_are_counted_per_name():
    User.objects.sign_up("ada", "correct horse")
    for n in range(FAILURES_PER_NAME):
        with pytest.raises(BadCredentials):
            authentication.log_in("ADA", "wrong", f"192.0.2.{n}")
    with pytest.raises(RateLimited) as caught:
        authentication.log_in("ada", "correct horse", "198.51.100.1")
    assert caught.value.retry > 0


def test_failures_are_counted_per_address():
    User.objects.sign_up("ada", "correct horse")
    for n in range(FAILURES_PER_ADDRESS):
        with pytest.raises(BadCredentials):
            authentication.log_in(f"name{n}", "wrong", "192.0.2.1")
    with pytest.raises(RateLimited):
        authentication.log_in("ada", "correct horse", "192.0.2.1")
    assert authentication.log_in("ada", "correct horse", "192.0.2.2")


def test_an_unknown_name_is_throttled_like_a_known_one():
    for n in range(FAILURES_PER_NAME):
        with pytest.raises(BadCredentials):
            authentication.log_in("nobody", "wrong", f"192.0.2.{n}")
    with pytest.raises(RateLimited):
        authentication.log_in("nobody", "wrong", "198.51.100.1")


def test_guesses_at_the_same_moment_are_counted_before_they_are_tried():
    tried = []
    for _ in range(FAILURES_PER_NAME + 5):
        with contextlib.suppress(RateLimited):
            LoginThrottle("ada", "192.0.2.1").attempt()
            tried.append(1)
    assert len(tried) == FAILURES_PER_NAME


def test_guesses_at_a_new_passwords_page_count_as_those_at_the_log_in():
    ada = User.objects.sign_up("ada", "correct horse")
    for n in range(FAILURES_PER_NAME):
        with pytest.raises(BadCredentials):
            authentication.check_password(ada, "wrong", f"192.0.2.{n}")
    with pytest.raises(RateLimited):
        authentication.check_password(ada, "correct horse", "198.51.100.1")
    with pytest.raises(RateLimited):
        authentication.log_in("ada", "correct horse", "198.51.100.1")
