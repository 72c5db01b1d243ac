"""What is missing in a log is asked for, and shown in order."""

from tests.desktop.core.talk import live, message


def test_a_hole_is_filled_before_anything_after_it_is_shown(talk):
    talk.come_in().loaded()
    talk.hear(live(47, "two"))
    assert not len(talk.lobby.messages)
    page = [message(46, "one"), message(47, "two")]
    asked = talk.answer(
        "changes", conversation=1, messages=page, upto=47, more=False, topic="t"
    )
    assert asked["since"] == 45
    assert [each.body for each in talk.lobby.messages] == ["one", "two"]
    assert talk.lobby.topic == "t"


def test_a_head_that_is_ahead_is_asked_for(talk):
    talk.come_in().loaded()
    talk.hear({"type": "heads", "heads": {"1": 50, "99": 3}})
    assert [each["since"] for each in talk.said if each["type"] == "changes"] == [45]


def test_what_is_older_than_the_site_keeps_it_is_let_go_here_and_on_disk(talk):
    talk.come_in().loaded([message(44, "old"), message(45, "young")])
    heads = {"type": "heads", "heads": {"1": 45}, "starts": {"1": 45}}
    talk.hear(heads)
    assert [each.body for each in talk.lobby.messages] == ["young"]
    assert [each.body for each in talk.store.messages(1)] == ["young"]
    assert not talk.lobby.messages.more
