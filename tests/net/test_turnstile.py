"""Who counts as whom, and who is let in."""

import pytest

from chat.net.networks import network_of
from chat.net.turnstile import Room, Ticket, Turnstile


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("unknown", "unknown"),
        ("not:an:address", "not:an:address"),
        ("x" * 9999, "x" * 64),
    ],
)
def test_an_address_counts_as_its_household(address, network):
    assert network_of(address) == network


def test_a_household_of_ipv6_has_no_more_than_an_address():
    turnstile = Turnstile(100, 3)
    assert [turnstile.admit(f"2001:db8::{n}", 0) for n in range(4)] == [True] * 3 + [
        False
    ]
    assert turnstile.admit("2001:db8:0:1::1", 0)
    Ticket(turnstile, "2001:db8::2").close()
    assert turnstile.admit("2001:db8::9", 0)


def test_doors_of_one_room_share_its_places_and_who_is_silent_gives_way():
    room, gone = Room(2), []
    plain, web = Turnstile(room, 9), Turnstile(room, 9)
    assert plain.admit("a", 0)
    assert web.admit("b", 0)
    assert not web.admit("c", 0)
    room.silent["first"] = lambda: (gone.append("first"), Ticket(plain, "a").close())
    assert web.admit("c", 0)
    assert gone == ["first"]
    assert room.inside == 2


def test_many_who_are_turned_away_do_not_fill_the_log(caplog):
    turnstile = Turnstile(0, 1)
    for n in range(1000):
        turnstile.admit(f"192.0.2.{n}", 0)
    assert len(caplog.records) == 20


def test_places_are_kept_for_later_while_three_of_four_are_free():
    turnstile = Turnstile(20, 8)
    seen = []
    for address in "aaab":
        turnstile.admit(address, 0)
        seen.append(turnstile.is_roomy("a"))
    assert seen == [True, True, False, False]
    assert turnstile.is_roomy("b")
    for address in "cd":
        turnstile.admit(address, 0)
    assert not turnstile.is_roomy("b")
    assert not turnstile.is_roomy(None)
