"""What a stranger can have written into the log."""

import logging

import pytest

from chat.logging.lines import CHARACTERS
from chatsite import logs


class Shelf(logging.Handler):
    """Keeps what is written, as it would be on the screen."""

    def __init__(self):
        super().__init__()
        self.now, self.lines = 0.0, []
        self.addFilter(logs.Calm(lambda: self.now))

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def shelf():
    shelf, names = Shelf(), ("django.security.DisallowedHost", "chat.some", "uvicorn")
    loggers = [logging.getLogger(name) for name in (*names, "uvicorn.error")]
    for logger in loggers:
        logger.addHandler(shelf)
    yield shelf
    for logger in loggers:
        logger.removeHandler(shelf)


def fail(name, *words):
    try:
        raise ValueError("no")
    except ValueError as error:
        logging.getLogger(name).error(*words, exc_info=error)


def test_what_a_stranger_causes_is_one_line_of_bounded_length(shelf):
    fail("django.security.DisallowedHost", "Invalid HTTP_HOST: %s", "x\n\x1b" * 9999)
    [line] = shelf.lines
    assert "Traceback" not in line
    assert line.isprintable()
    assert len(line) <= CHARACTERS + 1


def test_our_own_mistakes_have_their_traceback(shelf):
    for name, words in [("chat.some", "x"), ("uvicorn.error", logs.OURS[0])]:
        fail(name, words)
        assert "Traceback" in shelf.lines.pop()


def test_a_place_in_the_code_has_so_many_lines_a_minute(shelf):
    for _ in range(1000):
        fail("django.security.DisallowedHost", "Invalid")
    assert len(shelf.lines) == logs.LINES
    assert "not shown for 60 seconds" in shelf.lines[-1]
    fail("chat.some", "another place")
    assert "another place" in shelf.lines[-1]
    shelf.now = logs.SECONDS
    fail("django.security.DisallowedHost", "Invalid")
    assert "not shown for" not in shelf.lines[-1]


def test_who_comes_after_the_minute_hears_how_many_there_were(shelf):
    def knock():
        logging.getLogger("chat.some").warning("Knock.")

    for _ in range(100):
        knock()
    shelf.now = logs.SECONDS
    knock()
    assert shelf.lines[-1] == f"Knock. ({100 - logs.LINES} of these were not shown.)"


def test_the_places_that_are_remembered_are_bounded(shelf, monkeypatch):
    monkeypatch.setattr(logs, "PLACES", 3)
    calm = logs.Calm()
    for line in range(10):
        calm.filter(logging.LogRecord("a", 40, "a.py", line, "x", (), None))
    assert len(calm._places) <= 3
