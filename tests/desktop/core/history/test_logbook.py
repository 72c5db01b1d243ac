"""Whom somebody has written to is known by the log, here and at every other place."""

from tests.desktop.core.talk import Talk, live, message

ADA = 7


def test_who_only_reads_has_written_to_nobody(talk):
    talk.come_in().loaded([message(44)])
    talk.hear(live(46))
    assert not talk.lobby.written


def test_what_was_said_is_known_after_a_restart(talk, tmp_path):
    talk.come_in().loaded([message(44)])
    talk.hear(live(46, author=ADA))
    talk.store.flush()
    again = Talk(tmp_path)
    assert again.lobby.written
    again.store.close()


def test_what_was_said_at_another_place_is_in_the_log(talk):
    talk.come_in().loaded([message(44, author=ADA)])
    assert talk.lobby.written


def test_what_was_said_long_ago_is_found_further_up(talk):
    talk.come_in()
    talk.answer("history", conversation=1, messages=[message(45)], more=True)
    assert not talk.lobby.written
    talk.chat.fetcher.older(talk.lobby)
    older = [message(3, author=ADA)]
    talk.answer("history", conversation=1, messages=older, more=False)
    assert talk.lobby.written
