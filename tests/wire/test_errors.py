import re

from chat.wire import errors


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
        if each.__module__ != errors.__name__:
            continue  # what the site itself tells apart
        found |= {each.__name__: error.__name__, **_real(each)}
    return found
