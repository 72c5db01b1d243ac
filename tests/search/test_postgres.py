"""What PostgreSQL's index is asked for, so that it looks at few of its entries."""

import pytest

from chat.search import postgres
from chat.search.terms import Terms

MARKS = ["=1", "=2", "=3"]


@pytest.mark.parametrize(
    ("rooms", "mine", "said", "is_asked"),
    [
        (MARKS, 10, 2000, True),
        (MARKS, 7000, 2000, True),
        (MARKS * 20, 7000, 2000, False),
        (MARKS, 7000, 0, False),
        (MARKS, 0, 0, True),
    ],
    ids=["rare rooms", "few rooms", "many rooms", "a rare word", "neither is seen"],
)
def test_rooms_are_asked_for_where_they_are_rarer_than_the_words(
    rooms, mine, said, is_asked
):
    terms = Terms(0, 0, marks=[rooms])
    assert bool(postgres._of_few(terms, mine, said)) == is_asked
