"""What was read is told to the server, until it knows."""

from tests.desktop.core.talk import message


def test_a_report_of_what_was_read_that_was_lost_is_made_again(talk):
    talk.come_in().loaded([message(45)])
    talk.chat.seen(talk.lobby)
    talk.said.clear()
    talk.hear({"type": "heads", "heads": {"1": 45}, "read": {"1": 41}})
    assert talk.said == [{"type": "read", "conversation": 1, "seq": 45, "epoch": 0}]
    talk.said.clear()
    talk.hear({"type": "heads", "heads": {"1": 45}, "read": {"1": 45}})
    assert not talk.said
