"""The desktop client at a real site: it comes in, breaks off, and loses nothing."""

import contextlib
import threading
from collections import Counter
from dataclasses import replace

import pytest

from tests.desktop.site import PASSWORD, sign_up
from tests.support.desktop import Desk

pytestmark = pytest.mark.processes


def test_after_a_refusal_the_right_password_comes_in(site, tmp_path):
    sign_up(tmp_path, "ada", PASSWORD)
    with Desk(tmp_path / "desk", site.json, "ada", "wrong") as ada:
        ada.until(lambda: ada.client.state == "refused")
        ada.client.log_in(replace(ada.account, password=PASSWORD))
        ada.until(lambda: ada.is_in)


def test_a_log_in_anew_goes_on_where_the_connection_before_was(site, ada, bob):
    for number in range(5):
        ada.client.log_in(ada.account)
        bob.say(str(number))
        ada.say(f"and {number}")
    ada.until(lambda: ada.is_in and not ada.chat.postman.outbox.posts)
    ada.sees("4")
    bob.sees("and 4")
    ada.sees("and 4")
    assert sorted(ada.bodies()) == sorted({*bob.bodies()})


def test_a_killed_server_is_waited_for_and_nothing_is_lost(site, ada, bob):
    ada.say("before")
    site.kill()
    ada.until(lambda: ada.client.state == "waiting")
    bob.until(lambda: bob.client.state == "waiting")
    for number in range(5):
        ada.say(f"a{number}")
        bob.say(f"b{number}")
    site.restart()
    for desk in (ada, bob):
        desk.until(lambda desk=desk: desk.client.state == "connected")
        desk.until(lambda desk=desk: not desk.chat.postman.outbox.posts)
    for desk in (ada, bob):
        desk.sees("a4")
        desk.sees("b4")
    assert ada.bodies() == bob.bodies()
    assert len(ada.bodies()) == len(set(ada.bodies())) == 11
    assert [b for b in ada.bodies() if b[0] == "a"] == [f"a{n}" for n in range(5)]


def test_a_restart_says_that_it_is_one(site, ada):
    stopping = threading.Thread(target=site.stop)
    stopping.start()
    ada.until(lambda: ada.client.sentence.startswith("The server restarts"))
    stopping.join()
    site.restart()
    ada.until(lambda: ada.is_in)
    assert ada.client.sentence == ""


def test_a_crash_of_the_client_sends_everything_once(site, tmp_path, bob):
    ada = Desk.enter(tmp_path / "ada", site.json, "ada")
    for number in range(20):
        ada.chat.post(ada.conversation("#lobby"), str(number))
    ada.crash()
    with Desk(tmp_path / "ada", site.json, "ada") as again:
        again.until(lambda: again.is_in and not again.chat.postman.outbox.posts)
        bob.sees("19")
        assert bob.bodies() == [str(number) for number in range(20)]


def test_two_copies_of_one_person_do_not_disturb_each_other(site, tmp_path, bob):
    with contextlib.ExitStack() as both:
        # One after the other: who is first, is given the place that both are to have.
        one, two = [Desk.enter(tmp_path / "ada", site.json, "ada") for _ in range(2)]
        both.callback(one.client.close)
        both.callback(two.client.close)
        site.kill()
        for copy in (one, two):
            copy.until(lambda copy=copy: copy.client.state == "waiting")
        for number in range(10):
            one.say(f"one {number}")
            two.say(f"two {number}")
        site.restart()
        for copy in (one, two):
            copy.until(lambda copy=copy: copy.client.state == "connected")
        for _ in range(3):
            one.until(lambda: not one.chat.postman.outbox.posts)
            two.until(lambda: not two.chat.postman.outbox.posts)
        bob.sees("two 9")
        bob.sees("one 9")
        assert set(Counter(bob.bodies()).values()) == {1}
        assert len(bob.bodies()) == 20
        two.sees("one 9")
        one.sees("two 9")
        one.client.store.flush()
        two.client.store.flush()
    again = Desk(tmp_path / "ada", site.json, "ada")
    assert again.bodies() == bob.bodies()
    again.client.close()


def test_a_guest_comes_back_as_the_same_after_a_new_start(site, tmp_path):
    with Desk(tmp_path, site.json, "ada") as ada:
        ada.until(lambda: ada.is_in)
        number = ada.chat.you.id
    with Desk(tmp_path, site.json, "ada") as ada:
        ada.until(lambda: ada.is_in)
        assert ada.chat.you.id == number


def test_what_was_missed_comes_after_a_day_away(site, ada, tmp_path):
    ada.say("first")
    with Desk(tmp_path / "bob", site.json, "bob") as bob:
        bob.until(lambda: bob.is_in)
        bob.sees("first")
    for number in range(250):
        ada.say(str(number))
    ada.say("/delete")
    ada.chat.kept.deletions.flush()
    with Desk(tmp_path / "bob", site.json, "bob") as again:
        assert again.bodies() == ["first"]
        again.until(lambda: "248" in again.bodies() and "249" not in again.bodies())
        assert again.bodies()[:-1] == ["first", *map(str, range(249))]
        assert again.conversation("#lobby").log.number == 252


def test_what_is_said_in_private_is_seen_by_two(site, ada, bob, tmp_path):
    with Desk(tmp_path / "cyd", site.json, "cyd") as cyd:
        cyd.until(lambda: cyd.is_in)
        ada.say("between us", "@bob")
        bob.sees("between us", "@ada")
        assert bob.screen.arrivals == [("@ada", "ada", "between us")]
        ada.say("for all")
        cyd.sees("for all")
        assert [each.name for each in cyd.chat.conversations] == ["#lobby"]


def test_what_was_read_in_one_copy_is_read_in_the_other(site, ada, bob, tmp_path):
    ada.say("news")
    bob.sees("news")
    assert bob.conversation("#lobby").unread == 1
    with Desk(bob.client.store._path.parent, site.json, "bob") as other:
        other.sees("news")
        other.chat.seen(other.conversation("#lobby"))
        bob.until(lambda: not bob.conversation("#lobby").unread)


def test_two_hundred_messages_a_second_are_taken_in_small_turns(site, ada, bob):
    """What a turn of the face takes is what a window freezes for."""
    lobby = ada.conversation("#lobby")
    for number in range(1000):
        ada.chat.requests.say(
            {
                "type": "post",
                "to": lobby.id,
                "body": str(number),
                "id": f"00000000-0000-4000-8000-{number:012x}",
            }
        )
    turns = []
    loop = threading.Event()
    while len(bob.bodies()) < 1000:
        began = bob.client.timers.now()
        bob.client.tick()
        turns.append(bob.client.timers.now() - began)
        loop.wait(0.01)
        ada.client.tick()
    assert sorted(turns)[len(turns) // 2] < 0.1
