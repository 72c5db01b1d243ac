"""A room's sessions of one process are told as one, and each of them for itself."""

from types import SimpleNamespace

import pytest

from chat import wire
from chat.broker.layer import Turn
from chat.delivery import audience as audience_module
from chat.delivery.announce import by_connection, event_message
from chat.delivery.audience import Audience
from tests.delivery.test_live import topic


@pytest.fixture(autouse=True)
def by_calls(monkeypatch):
    """The kernel has nothing to do with these writers."""
    monkeypatch.setattr("chat.net.multicast.ring", lambda: None)


class Listener:
    """Notes what it was sent with the others, and what it heard by itself."""

    def __init__(self):
        self.sent, self.heard = [], []
        self.holders = set()

    def fileno(self):
        return 0

    @property
    def writer(self):
        return self

    def send(self, data):
        self.sent.append(data)
        return len(data)

    def write(self, data):
        self.sent.append(("joined", data))

    def hear(self, turn):
        self.heard.append(len(turn.messages))

    def was_told(self, conversation, seq):
        self.told = (conversation, seq)

    @property
    def encoding(self):
        return self

    def encode_live(self, live):
        return b"%d," % live.place[1]


class Gone(Listener):
    def send(self, data):
        raise ConnectionResetError

    def write(self, data):
        """As a writer does whose peer is gone."""


@pytest.fixture
def audience():
    return Audience("room.1", 1)


def joined(audience, cohort, make=Listener, told=None):
    listener = make()
    audience.join(listener, cohort, told)
    return listener


def test_who_is_in_the_cohort_is_sent_what_the_first_of_the_kind_makes(audience):
    ada, bob, cyd = [joined(audience, kind) for kind in ("frames", "frames", "lines")]
    audience.hear(Turn([topic(7), topic(8)]))
    assert [each.sent for each in (ada, bob, cyd)] == [[b"7,8,"]] * 3
    assert not ada.heard + bob.heard + cyd.heard


class Queued(Listener):
    """One whose writer has no socket."""

    def fileno(self):
        return -1

    def write(self, data):
        self.sent.append(data)


def test_who_has_no_socket_is_sent_it_with_the_others(audience):
    ada, bob = joined(audience, "frames"), joined(audience, "frames", Queued)
    audience.hear(Turn([topic(7)]))
    assert (ada.sent, bob.sent) == ([b"7,"], [b"7,"])
    audience.leave(bob)
    audience.hear(Turn([topic(8)]))
    assert (ada.sent, bob.sent) == ([b"7,", b"8,"], [b"7,"])


def test_what_another_room_may_follow_in_that_turn_is_joined_with_it(audience):
    ada, bob = joined(audience, "frames"), joined(audience, "frames")
    turn = Turn([topic(7)])
    turn.is_alone = False
    audience.hear(turn)
    assert ada.sent == bob.sent == [("joined", b"7,")]


def test_a_crowd_is_told_at_once_though_another_group_is_told_something(audience):
    crowd = [joined(audience, "frames") for _ in range(audience_module.CROWD + 1)]
    turn = Turn([topic(7)])
    turn.is_alone = False
    audience.hear(turn)
    assert all(each.sent == [b"7,"] for each in crowd)


def test_who_takes_half_of_it_is_sent_the_rest(audience):
    ada, bob = joined(audience, "frames"), joined(audience, "frames")
    ada.send = lambda data: 1
    audience.stand_aside(ada)
    audience.join(ada, "frames")
    audience.hear(Turn([topic(7)]))
    assert (ada.sent, bob.sent) == ([("joined", b",")], [b"7,"])


def test_who_falls_out_of_it_as_it_begins_hears_by_itself(audience, monkeypatch):
    ada, bob = [joined(audience, "#dev", told=6) for _ in range(2)]
    late = lambda: audience.stand_aside(ada)  # noqa: E731
    monkeypatch.setattr(audience_module, "unsent", SimpleNamespace(writers=[ada]))
    monkeypatch.setattr(audience_module, "flush_all", late)
    audience.hear(Turn([topic(7)]))
    assert (ada.sent, ada.heard, ada.told) == ([], [1], (1, 6))
    assert (bob.sent, bob.heard) == ([b"7,"], [])


def test_who_is_apart_hears_by_itself(audience):
    ada, bob = joined(audience, "frames"), joined(audience, None)
    audience.hear(Turn([topic(7)]))
    assert (ada.sent, ada.heard) == ([b"7,"], [])
    assert (bob.sent, bob.heard) == ([], [1])


@pytest.mark.parametrize("numbers", [(7, 9), (8, 7)])
def test_what_is_no_run_is_heard_by_each(audience, numbers):
    ada = joined(audience, "frames")
    audience.hear(Turn([topic(n) for n in numbers]))
    assert (ada.sent, ada.heard) == ([], [2])


def test_what_somebody_has_done_is_heard_by_each(audience):
    ada = joined(audience, "frames")
    with by_connection("ada's"):
        audience.hear(Turn([topic(7)]))
    assert (ada.sent, ada.heard) == ([], [1])


def test_one_that_is_gone_keeps_nothing_from_the_others(audience):
    ada, _, bob, _, cyd = [
        joined(audience, "frames", make)
        for make in (Listener, Gone, Listener, Gone, Listener)
    ]
    audience.hear(Turn([topic(7)]))
    assert [each.sent for each in (ada, bob, cyd)] == [[b"7,"]] * 3


def test_one_that_stumbles_keeps_nothing_from_the_others(audience, caplog):
    ada, bob = joined(audience, None), joined(audience, None)
    ada.hear = None
    audience.hear(Turn([topic(7)]))
    assert bob.heard == [1]
    assert "could not hear" in caplog.text


def test_a_listener_is_in_one_place(audience):
    ada = joined(audience, None)
    audience.join(ada, "frames")
    audience.hear(Turn([topic(7)]))
    audience.stand_aside(ada)
    audience.hear(Turn([topic(8)]))
    assert (ada.sent, ada.heard) == ([b"7,"], [1])
    audience.leave(ada)
    audience.hear(Turn([topic(9)]))
    assert (ada.sent, ada.heard) == ([b"7,"], [1])
    assert not audience


# --- Counted --------------------------------------------------------------------------


def test_only_who_was_told_as_much_is_in_the_cohort(audience):
    ada, bob, eve = [joined(audience, "#dev", told=n) for n in (6, 6, 5)]
    audience.hear(Turn([topic(7), topic(8)]))
    assert (ada.sent, ada.heard) == (bob.sent, bob.heard) == ([b"7,8,"], [])
    assert (eve.sent, eve.heard) == ([], [1 + 1])


def test_what_does_not_follow_is_heard_by_each(audience):
    ada = joined(audience, "#dev", told=6)
    audience.hear(Turn([topic(7)]))
    audience.hear(Turn([topic(9)]))
    assert (ada.sent, ada.heard, ada.told) == ([b"7,"], [1], (1, 7))
    audience.hear(Turn([topic(8)]))
    assert (ada.sent, ada.heard) == ([b"7,"], [1, 1])


def test_who_leaves_knows_what_they_were_told(audience):
    ada, bob = [joined(audience, "#dev", told=6) for _ in range(2)]
    audience.hear(Turn([topic(7)]))
    audience.leave(ada)
    audience.hear(Turn([topic(8)]))
    audience.stand_aside(bob)
    assert (ada.told, bob.told) == ((1, 7), (1, 8))


def test_who_has_caught_up_is_in_the_cohort_again(audience):
    ada, eve = joined(audience, "#dev", told=6), joined(audience, "#dev", told=5)
    audience.hear(Turn([topic(7)]))
    audience.join(eve, "#dev", told=7)
    audience.hear(Turn([topic(8)]))
    assert ada.sent == [b"7,", b"8,"]
    assert (eve.sent, eve.heard) == ([b"8,"], [1])


class Looks:
    """Into the database, for who is in a room."""

    def __init__(self):
        self.asked = []

    def __call__(self, conversation, go_on):
        self.asked.append(go_on)


@pytest.fixture
def looks():
    return Looks()


@pytest.fixture
def watched(looks):
    audience = Audience("room.1", 1, looks)
    audience.hear(Turn([topic(6)]))
    return audience


def test_what_comes_behind_a_hole_with_a_happening_waits_for_a_look(watched, looks):
    ada = joined(watched, "frames")
    watched.hear(Turn([topic(8, happened=7)]))
    watched.hear(Turn([topic(9, happened=7)]))
    assert (ada.sent, len(looks.asked)) == ([], 1)
    looks.asked[0](True)
    assert ada.sent == [b"8,", b"9,"]
    watched.hear(Turn([topic(12, happened=7)]))
    assert (ada.sent[2:], len(looks.asked)) == ([b"12,"], 1)


def test_behind_another_such_hole_the_rest_waits_for_another_look(watched, looks):
    ada = joined(watched, "frames")
    for seq, happened in ((8, 7), (10, 9), (11, 9)):
        watched.hear(Turn([topic(seq, happened=happened)]))
    looks.asked[0](True)
    assert (ada.sent, len(looks.asked)) == ([b"8,"], 2)
    looks.asked[1](True)
    assert ada.sent == [b"8,", b"10,", b"11,"]


def test_where_nothing_could_be_seen_nobody_is_told_and_it_is_looked_again(
    watched, looks
):
    ada = joined(watched, "frames")
    watched.hear(Turn([topic(8, happened=7)]))
    looks.asked[0](False)
    watched.hear(Turn([topic(9, happened=7)]))
    assert (ada.sent, len(looks.asked)) == ([], 2)


def test_what_was_heard_in_its_order_or_swapped_is_known(watched, looks):
    joined(watched, "frames")
    name = wire.Happened(
        conversation=1, seq=7, sender="ada", author=1, at="", kind="name", value="#x"
    )
    watched.hear(Turn([event_message(name)]))
    watched.hear(Turn([topic(8, happened=7)]))
    watched.hear(Turn([topic(10, happened=7)]))
    watched.hear(Turn([topic(9, happened=7)]))
    assert looks.asked == []
