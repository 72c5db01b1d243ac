"""Codes that change with the time are those that all apps make."""

import pytest

from chat.factors import totp

# RFC 6238, Appendix B; its codes have eight digits, of which ours are the last six.
SECRET = b"12345678901234567890"
VECTORS = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}


@pytest.mark.parametrize(("now", "code"), VECTORS.items())
def test_they_are_those_of_the_standard(now, code):
    assert totp.counter_of(SECRET, code[2:], now) == now // 30


@pytest.mark.parametrize(
    ("seconds", "is_taken"),
    [(-31, False), (-30, True), (0, True), (29, True), (59, True), (60, False)],
)
def test_a_clock_may_be_a_step_before_or_behind(seconds, is_taken):
    """The code of the moment 1200, at so many seconds from it."""
    code = totp.code_at(SECRET, 1200 // 30)
    assert (totp.counter_of(SECRET, code, 1200 + seconds) is not None) is is_taken


def test_none_is_taken_that_is_not_behind_the_last():
    code, counter = totp.code_at(SECRET, 40), 40
    assert totp.counter_of(SECRET, code, 1200, after=counter - 1) == counter
    assert totp.counter_of(SECRET, code, 1200, after=counter) is None


@pytest.mark.parametrize("typed", ["", "1", "28708", "2870822", "bad", "²87082"])
def test_what_is_no_code_is_none(typed):
    assert totp.counter_of(SECRET, typed, 59) is None


def test_an_app_reads_whose_code_it_is_and_where():
    address = totp.address(SECRET, "Ève", "My site: here")
    label, _, its = address.removeprefix("otpauth://totp/").partition("?")
    assert label == "My%20site%3A%20here:%C3%88ve"
    assert its == ("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=My%20site%3A%20here")
    assert totp.spelled(SECRET).replace(" ", "") in its
