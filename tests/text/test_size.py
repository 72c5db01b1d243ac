import pytest

from chat.text.size import size_of
from chat.words import words_of


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (1_150, "1.2 kB"),
        (1_250, "1.3 kB"),
        (9_949, "9.9 kB"),
        (9_960, "10 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (1_234_567, "1.2 MB"),
        (2**30, "1.1 GB"),
        (10**16, "10,000 TB"),
    ],
)
def test_a_size_is_said_in_a_unit_of_which_there_are_few(size, text):
    assert size_of(size) == text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "1.2 MB"), ("de", "1,2 MB"), ("ar", "1.2 ميغابايت")]
)
def test_a_size_is_said_in_the_language_of_who_reads_it(language, text):
    assert size_of(1_234_567, words_of(language)) == text
