"""How often one may fail to log in: nobody is locked out by somebody else."""

import contextlib
import logging
import os
import signal
import time

import pytest

from chat.accounts import authentication, counts, throttle
from chat.accounts.throttle import (
    FAILURES_HERE,
    FAILURES_PER_ADDRESS,
    FAILURES_PER_NAME,
    LoginThrottle,
)
from chat.accounts.visitor import Visitor, _mark
from chat.models import User
from chat.models.people.failed_login import KEPT, NO_NAME, FailedLogin, forget_failures
from chat.wire.errors import BadCredentials, RateLimited
from tests.support.valkey import Valkey

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse"


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", PASSWORD)


def fail(times, name="ada", address="192.0.2.1"):
    """Guess; ``address`` may have a place for the number of the guess."""
    for n in range(times):
        with pytest.raises(BadCredentials):
            authentication.log_in(name, "wrong", Visitor(address.format(n)))


def log_in(address, **browser):
    return authentication.log_in("ada", PASSWORD, Visitor(address, **browser))


# --- Somebody else guesses ------------------------------------------------------------


def test_ten_guesses_elsewhere_hinder_nobody_here(ada):
    fail(FAILURES_HERE, "ADA", "203.0.113.9")
    assert log_in("192.0.2.1") == ada


def test_ten_guesses_from_here_make_the_right_one_wait(ada):
    fail(FAILURES_HERE)
    with pytest.raises(RateLimited) as caught:
        log_in("192.0.2.1")
    assert 0 < caught.value.retry <= throttle.FAILURE_SECONDS


def test_a_house_is_one_network_however_many_addresses_it_has(ada):
    fail(FAILURES_HERE, address="2001:db8::{}")
    with pytest.raises(RateLimited):
        log_in("2001:db8::ffff")
    assert log_in("2001:db8:0:1::1") == ada


def test_an_address_is_the_same_by_an_ipv6_socket(ada):
    fail(FAILURES_HERE, address="::ffff:192.0.2.1")
    with pytest.raises(RateLimited):
        log_in("192.0.2.1")


def test_a_name_that_many_guess_at_is_paced_where_one_has_failed(ada):
    fail(FAILURES_PER_NAME, address="203.0.113.{}")
    fail(2, address="198.51.100.1")
    with pytest.raises(RateLimited) as caught:
        log_in("198.51.100.1")
    assert 0 < caught.value.retry <= throttle.PAUSE_SECONDS_MOST
    assert log_in("198.51.100.2") == ada


def test_the_right_password_gets_through_after_the_pause(ada, monkeypatch):
    monkeypatch.setattr(throttle, "PAUSE_SECONDS_MOST", 2)
    fail(FAILURES_PER_NAME, address="203.0.113.{}")
    fail(2, address="198.51.100.1")
    with pytest.raises(RateLimited) as caught:
        log_in("198.51.100.1")
    time.sleep(caught.value.retry + 0.01)  # what is tried is that this is enough
    assert log_in("198.51.100.1") == ada


def test_an_unknown_name_is_throttled_like_a_known_one():
    fail(FAILURES_HERE, "nobody")
    with pytest.raises(RateLimited):
        authentication.log_in("nobody", "wrong", Visitor("192.0.2.1"))


@pytest.mark.dear
def test_an_address_is_counted_by_whatever_names(ada):
    for n in range(FAILURES_PER_ADDRESS):
        fail(1, f"name{n}")
    with pytest.raises(RateLimited):
        log_in("192.0.2.1")
    assert log_in("192.0.2.2")


def test_guesses_at_the_same_moment_are_counted_before_they_are_tried():
    tried = []
    for _ in range(FAILURES_HERE + 5):
        with contextlib.suppress(RateLimited):
            LoginThrottle("ada", "192.0.2.1").attempt()
            tried.append(1)
    assert len(tried) == FAILURES_HERE


def test_what_was_refused_costs_the_others_of_the_network_nothing(ada):
    fail(FAILURES_HERE)
    for _ in range(FAILURES_PER_ADDRESS):
        with pytest.raises(RateLimited):
            log_in("192.0.2.1")
    User.objects.sign_up("bob", PASSWORD)
    assert authentication.log_in("bob", PASSWORD, Visitor("192.0.2.1"))


def test_what_nobody_could_look_at_is_no_failure(ada, monkeypatch):
    def busy(*_):
        raise RateLimited

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(User, "check_password", busy)
        for _ in range(FAILURES_HERE + 1):
            with pytest.raises(RateLimited):
                log_in("192.0.2.1")
    assert log_in("192.0.2.1") == ada


# --- Whoever was here before, and whoever is ------------------------------------------


def test_a_browser_that_was_here_before_passes_with_a_count_of_its_own(ada):
    mine = {"browser": "b" * 16, "marks": {ada.pk: _mark(ada)}}
    fail(FAILURES_HERE)
    assert log_in("192.0.2.1", **mine) == ada
    for _ in range(FAILURES_HERE):
        with pytest.raises(BadCredentials):
            authentication.log_in("ada", "wrong", Visitor("192.0.2.7", **mine))
    with pytest.raises(RateLimited):
        log_in("192.0.2.7", **mine)


def test_a_browser_is_known_until_the_password_changes(ada):
    visitor = Visitor("192.0.2.1", "b" * 16, {ada.pk: _mark(ada)})
    assert visitor.knows(ada)
    ada.change_password("battery staple")
    assert not visitor.knows(ada)


def test_whoever_is_in_is_not_hindered(ada):
    fail(FAILURES_HERE)
    authentication.check_password(ada, PASSWORD, Visitor("192.0.2.1"), "mine")


def test_guesses_by_a_session_are_counted_for_that_session(ada):
    for _ in range(FAILURES_HERE):
        with pytest.raises(BadCredentials):
            authentication.check_password(ada, "wrong", Visitor("192.0.2.1"), "stolen")
    with pytest.raises(RateLimited):
        authentication.check_password(ada, PASSWORD, Visitor("192.0.2.1"), "stolen")
    authentication.check_password(ada, PASSWORD, Visitor("192.0.2.1"), "mine")
    assert log_in("192.0.2.1") == ada


# --- Without Redis --------------------------------------------------------------------


@pytest.mark.processes
def test_while_redis_hangs_failures_are_counted_and_one_alone_waits_for_it(
    ada, settings, monkeypatch
):
    asked, hasty = [], counts.hasty_client
    monkeypatch.setattr(counts, "hasty_client", lambda: asked.append(1) or hasty())
    monkeypatch.setattr(counts, "AWAY_SECONDS", 3600)
    valkey = Valkey()
    settings.REDIS_URL = valkey.url
    os.kill(valkey.process.pid, signal.SIGSTOP)
    try:
        fail(FAILURES_HERE)
        with pytest.raises(RateLimited):
            log_in("192.0.2.1")
        assert log_in("192.0.2.2") == ada
        assert len(asked) == 1
    finally:
        os.kill(valkey.process.pid, signal.SIGCONT)
        valkey.stop()


def test_what_a_process_counts_by_itself_is_bounded(monkeypatch):
    monkeypatch.setattr(counts, "KEPT", 100)
    local = counts.LocalCounts()
    for n in range(500):
        local.add([str(n)], 60)
    assert len(local) == 100
    assert local.add(["499"], 60)[0].times == 2


def test_a_count_ends_when_its_time_is_over():
    now = [0.0]
    local = counts.LocalCounts(lambda: now[0])
    assert [local.add(["a"], 60)[0].times for _ in range(3)] == [1, 2, 3]
    now[0] = 61.0
    assert local.add(["a"], 60) == [counts.Counted(1, 60.0)]


# --- What the owner sees --------------------------------------------------------------


def test_the_attempts_are_on_record(ada):
    fail(3, "ADA", "2001:db8::{}")
    [row] = FailedLogin.objects.all()
    assert (row.name, row.network, row.times) == ("ada", "2001:db8::/64", 3)
    assert row.first <= row.last


def test_what_can_be_no_name_is_not_written_down():
    fail(1, "my secret pass phrase!")
    assert FailedLogin.objects.get().name == NO_NAME


def test_the_record_has_a_bound():
    FailedLogin.objects.bulk_create(
        FailedLogin(name=f"n{n}", network="192.0.2.1", times=1)
        for n in range(KEPT + 200)
    )
    forget_failures()
    assert FailedLogin.objects.count() == KEPT


@pytest.mark.dear
def test_the_log_says_so_once(ada, caplog):
    with caplog.at_level(logging.WARNING, "chat.accounts.throttle"):
        fail(FAILURES_HERE)
        for n in range(20):
            fail(FAILURES_HERE, f"n{n}", f"203.0.113.{n}")
    warnings = [record.getMessage() for record in caplog.records]
    assert "10 failed log-ins as ada" in warnings[0]
    assert len(warnings) == throttle.WARNINGS_A_MINUTE
