"""The plain door, when somebody leaves for good."""

import pytest

from chat import wire
from tests.dialects.test_plain import says, shows, somebody


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("ada", {"name": "ada"}),
        ("ada go", {"name": "ada", "words": "go"}),
        ("ada stay a b", {"name": "ada", "words": "stay", "password": "a b"}),
        ("ada going", {"name": "ada", "password": "going"}),
    ],
)
def test_one_leaves_by_a_word_with_the_name_and_the_password(typed, wish):
    plain = somebody()
    assert says(plain, f"/delete-account {typed}") == wire.DeleteAccount(**wish)
    assert shows(plain, wire.AccountDeleted()) == [
        "* Your account is deleted. Farewell!"
    ]


def test_alone_it_says_what_becomes_of_what():
    said = says(somebody(), "/delete-account").decode()
    assert "* Your name leads to nobody from then on, and there is no way back." in said


def test_others_read_that_somebody_has_left_for_good():
    nobody = wire.Person(id=2, name="somebody who left", key="~2", guest=False)
    event = wire.Renamed(person=nobody, former="bob")
    assert shows(somebody(), event) == ["* bob has left for good."]


def test_one_is_told_where_what_is_ones_own_is():
    plain = somebody()
    assert says(plain, "/export") == wire.MakeExport()
    assert shows(plain, wire.Export(made=False)) == [
        "* It is being made: you are told when it is here."
    ]
    made = {
        "made": True,
        "href": "/files/exports/7",
        "url": "https://a.test/files/exports/7",
    }
    assert shows(plain, wire.Export(**made)) == [
        f"* What is yours is here, for whoever logs in as you: {made['url']}"
    ]
