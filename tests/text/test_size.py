import pytest

from chat.text.size import size_of


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (9_949, "9.9 kB"),
        (9_960, "10 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (1_234_567, "1.2 MB"),
        (2**30, "1.1 GB"),
        (10**16, "10000 TB"),
    ],
)
def test_a_size_is_said_in_a_unit_of_which_there_are_few(size, text):
    assert size_of(size) == text
