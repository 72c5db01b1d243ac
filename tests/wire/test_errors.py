import re
from datetime import UTC, datetime

import pytest
from msgspec import UNSET

from chat.wire import error_event, errors


def test_the_tree_shows_every_error_below_what_it_is():
    assert _drawn(errors.__doc__) == _real(errors.ChatError)


def test_each_code_is_one_error_with_its_kinds():
    codes = [each.code for each in errors.ChatError.__subclasses__()]
    assert len(set(codes)) == len(codes)
    for each in errors.ChatError.__subclasses__():
        assert {kind.code for kind in each.__subclasses__()} <= {each.code}


def test_each_error_has_a_sentence_for_people():
    for name in _real(errors.ChatError):
        sentence = getattr(errors, name)().detail
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_an_error_says_its_sentence_with_its_names_numbers_and_times():
    until = datetime(2026, 1, 31, 12, tzinfo=UTC)
    error = errors.Banned("Until {until}: {why}.", until=until, why="{no}")
    assert error.detail == "Until 31 January 2026, 12:00 UTC: {no}."
    told = error_event(error)
    assert told.parameters == {"until": "2026-01-31T12:00:00.000Z", "why": "{no}"}
    assert error_event(errors.Muted()).parameters is UNSET


@pytest.mark.parametrize(("count", "said"), [(1, "1 room."), (1000, "1,000 rooms.")])
def test_an_error_counts(count, said):
    error = errors.TooMany("{count} room.", "{count} rooms.", count=count)
    assert (error.detail, error_event(error).parameters) == (said, {"count": count})


def _drawn(text):
    """Each name of the tree, and the one that it hangs from."""
    parents, found = ["ChatError"], {}
    for line in text.split("\n"):
        if branch := re.match(r"([│ ]*)[├└]── (\w+)", line):
            depth = len(branch[1]) // 4
            parents[depth + 1 :] = [branch[2]]
            found[branch[2]] = parents[depth]
    return found


def _real(error):
    found = {}
    for each in error.__subclasses__():
        if not each.__module__.startswith("chat.wire."):
            continue  # what the site itself tells apart
        found |= {each.__name__: error.__name__, **_real(each)}
    return found
