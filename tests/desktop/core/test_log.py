"""The log rule of the desktop's core."""

from chat.desktop.core.log import Log


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
