"""How many may come anew, and that hashing for them holds nobody up."""

import threading
import time

import pytest

from chat.accounts import authentication
from chat.accounts.visitor import Visitor
from chat.models import User
from chat.models.people.hashing import HASHING, LOG_IN, MOST, SIGN_UP
from chat.wire.errors import Busy, NameTaken, RateLimited
from tests.support.waiting import SECONDS

pytestmark = pytest.mark.django_db
HERE = Visitor("192.0.2.1")


def sign_up(name, visitor=HERE):
    return authentication.sign_up(name, "correct horse", visitor)


def guest(name, visitor=HERE):
    return authentication.come_as_guest(name, visitor)


@pytest.mark.parametrize(
    ("come", "limits"), [(sign_up, "CHAT_SIGNUPS"), (guest, "CHAT_GUESTS")]
)
def test_newcomers_are_limited_by_address_and_in_all(come, limits, settings):
    setattr(settings, f"{limits}_PER_HOUR_AND_ADDRESS", 2)
    setattr(settings, f"{limits}_PER_HOUR", 3)
    come("ada")
    come("bob")
    with pytest.raises(RateLimited) as caught:
        come("cyd")
    assert caught.value.retry > 3000
    come("cyd", Visitor("192.0.2.2"))
    with pytest.raises(RateLimited):
        come("dan", Visitor("192.0.2.3"))


@pytest.mark.dear
def test_a_class_of_thirty_behind_one_address_comes_in():
    for number in range(30):
        sign_up(f"pupil{number}")
        guest(f"guest{number}")


def test_whoever_is_refused_for_another_reason_is_not_counted(settings):
    settings.CHAT_SIGNUPS_PER_HOUR_AND_ADDRESS = 2
    sign_up("ada")
    for _ in range(5):
        with pytest.raises(NameTaken):
            sign_up("ada")
    sign_up("bob")


def test_a_name_that_is_taken_costs_no_hash(monkeypatch):
    User.objects.sign_up("ada", "correct horse")
    hashed = []
    monkeypatch.setattr("chat.models.people.user.make_password", hashed.append)
    with pytest.raises(NameTaken):
        sign_up("ada")
    assert hashed == []


def test_when_too_many_hash_a_sign_up_is_refused_and_a_log_in_goes_on():
    User.objects.sign_up("ada", "correct horse")
    gone = threading.Event()
    with _elsewhere(LOG_IN, gone), _elsewhere(LOG_IN, gone), _crowd(gone):
        with pytest.raises(Busy) as caught:
            sign_up("bob")
        assert caught.value.retry
        gone.set()
    assert authentication.log_in("ada", "correct horse", HERE)


class _elsewhere:
    """Somebody hashes, in a thread, until an event."""

    def __init__(self, rank, gone, whose="x"):
        self.begun = threading.Event()
        self.thread = threading.Thread(target=self._work, args=(rank, whose, gone))

    def _work(self, rank, whose, gone):
        with HASHING.taken(rank, whose):
            self.begun.set()
            gone.wait(SECONDS)

    def __enter__(self):
        self.thread.start()
        self.begun.wait(SECONDS)

    def __exit__(self, *_):
        self.thread.join(SECONDS)


class _crowd:
    """As many as may wait for a sign-up, each by another address."""

    def __init__(self, gone):
        self.threads = [
            _elsewhere(SIGN_UP, gone, str(n)).thread for n in range(MOST[SIGN_UP])
        ]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        while HASHING.waiting < len(self.threads):
            time.sleep(0.001)

    def __exit__(self, *_):
        for thread in self.threads:
            thread.join(SECONDS)
