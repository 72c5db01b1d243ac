"""Words that are looked for in what people say."""

import pytest

from chat.held.patterns import Pattern, plain
from chat.wire.errors import Malformed
from tests.support.dear import dear

FOUND = [
    ("casino", "the Casino!"),
    ("cas*", "Cásinos"),
    ("*coin*", "buy bitcoins"),
    ("cas*ino", "casinoXino"),
    ("buy now", "BUY\n  **now**"),
    ("b?y", "boy"),
    ("*.ru", "evil.ru"),
    ("http*://*.ru", "see https://evil.ru/x"),
    ("*a*b*c", "xaxbxc"),
    ("don't", "dont"),
    ("straße", "STRASSE"),
    ("casino", "ca\u200bs_i_no"),
    ("*賭場*", "去賭場玩"),
]
NOT_FOUND = [
    ("casino", "casinos"),
    ("casino", "ocasino"),
    ("cas*ino", "casinoX"),
    ("b?y", "by"),
    ("*a*b", "b a"),
    ("buy now", "buynow"),
]


@pytest.mark.parametrize(("typed", "text"), FOUND)
def test_it_finds_its_words(typed, text):
    assert Pattern.of(typed).is_in(plain(text))


@pytest.mark.parametrize(("typed", "text"), NOT_FOUND)
def test_it_finds_nothing_else(typed, text):
    assert not Pattern.of(typed).is_in(plain(text))


@pytest.mark.parametrize(
    "typed", ["", "*", "?? *", ".*", "a*b*c*d*e*f", "a" * 61, "\u200b"]
)
def test_what_would_be_found_everywhere_or_is_too_long_is_no_pattern(typed):
    with pytest.raises(Malformed):
        Pattern.of(typed)


def test_it_is_made_ready_only_when_a_text_has_the_letters():
    pattern = Pattern.of("*coin*")
    assert not pattern.is_in(plain("tea"))
    assert "words" not in vars(pattern)
    assert pattern.is_in(plain("bitcoin"))
    assert "words" in vars(pattern)


# As dear as a pattern can be made, and a text for it.
DEAR = ["*a*a*a*b", "a*a*a*b", "a a a a*b", f"*{'a' * 40}?b", "?*?*?*?*x"]


@pytest.mark.parametrize("typed", DEAR)
def test_no_pattern_and_no_text_are_dear_together(typed):
    pattern = Pattern.of(typed)
    texts = [("", "a", " b x"), ("", "a ", "b x"), ("", "ab", " x"), ("", "a" * 39, "")]
    assert not dear(lambda text: pattern.words.search(text), texts)
