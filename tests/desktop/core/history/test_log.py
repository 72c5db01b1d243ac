"""The log rule of the desktop's core."""

from chat.desktop.core.history.log import Log
from tests.desktop.core.talk import LOBBY, message


def test_the_next_number_is_shown_an_old_one_dropped_a_later_one_asked_for():
    log = Log(5)
    assert [log.take(6), log.take(6), log.take(9)] == [True, False, False]
    assert [log.question(), log.question()] == [6, None]
    log.answer(9, more=False)
    assert (log.number, log.question()) == (9, None)


def test_what_was_dropped_during_a_question_is_asked_for_after_it():
    log = Log(5)
    log.take(8)
    log.question()
    log.take(11)
    log.answer(8, more=False)
    assert log.question() == 8


def test_pages_are_asked_for_until_there_are_no_more():
    log = Log(0)
    log.hear(500)
    assert log.question() == 0
    log.answer(200, more=True)
    assert log.question() == 200
    log.answer(490, more=False)
    assert (log.number, log.head, log.question()) == (490, 490, None)


def test_a_question_that_was_lost_is_asked_again():
    log = Log(5)
    log.hear(6)
    log.question()
    log.lost()
    assert log.question() == 5


def test_an_answer_to_what_was_asked_before_the_log_went_back_fills_no_hole():
    log = Log(5)
    log.take(6)
    log.take(8)
    assert log.question() == 6
    log.rewind(5)
    log.answer(8, more=False)
    assert (log.number, log.head, log.question()) == (5, 8, 5)
    log.answer(8, more=False)
    assert (log.number, log.question()) == (8, None)


def test_what_is_loaded_reaches_down_to_what_was_read(talk):
    lobby = {**LOBBY, "head": 500, "read": 120, "unread": 100}
    talk.come_in(conversations=[lobby])
    pages = [range(401, 501), range(201, 401), range(1, 201)]
    for page in pages:
        assert talk.lobby.messages is None
        messages = [message(seq) for seq in page]
        asked = talk.answer("history", conversation=1, messages=messages, more=True)
    assert (asked["before"], asked["limit"]) == (201, 200)
    assert len(talk.lobby.messages) == 500


def test_what_the_database_cannot_give_just_now_is_asked_for_again(talk):
    asked = talk.come_in().said[-1]
    error = {"type": "error", "code": "unavailable", "detail": "Try again."}
    talk.hear({**error, "ref": asked["ref"]})
    talk.said.clear()
    talk.pass_seconds(5)
    [again] = talk.said
    assert (again["type"], again["conversation"]) == ("history", 1)


def test_it_reaches_no_farther_than_two_thousand(talk):
    talk.come_in(conversations=[{**LOBBY, "head": 9000, "read": 1, "unread": 100}])
    first = 9001
    while talk.lobby.messages is None:
        messages = [message(seq) for seq in range(first - 200, first)]
        talk.answer("history", conversation=1, messages=messages, more=True)
        first -= 200
    assert len(talk.lobby.messages) == 2000
