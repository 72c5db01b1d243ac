"""That all the page says is in each of its languages, and nothing else is."""

import json
import re

import pytest

from chat.dialects.plain import dialect  # noqa: F401
from chat.dialects.plain.acts import LABELS
from chat.dialects.plain.slash.verbs import VERBS
from chat.models.permissions import RULES
from tests.support.javascript import SCRIPTS, literals, literals_in

CATEGORIES = {
    "ar": {"zero", "one", "two", "few", "many", "other"},
    "de": {"one", "other"},
}
# Two words, or one that begins a sentence or stands for itself: no name of anything.
SENTENCE = re.compile(
    r"[^\W\d_]{2,}[,.:…]? [^\W\d_]{2,}|^[A-Z][a-z]+[.…?!:]?$|^[A-Z]\w* "
)
# Keys of a keyboard, tags, methods; what is looked for in the page; what is thrown at
# nobody.
NO_WORDS = re.compile(
    r"(Arrow|Page)(Up|Down|Left|Right)|Enter|Escape|Home|End|Tab|Backspace|Delete"
    r"|Process|Dead|Control|Ctrl"
    r"|/[a-z]+ .*"  # what is typed behind a slash is the same in all languages
    r"|\(.*\)|[a-z]*[.#:\[][a-z-].*|\.\./.*|no storage"
)

# A reply is begun at its message, and a message is shown whole, so that there is more
# only of lists.
OTHERS = {
    "/more": "/more",
    "/reply": "/reply [@bob] 43 yes",
}


def known(language):
    """What a language has, by the English words."""
    source = (SCRIPTS / f"languages/{language}.js").read_text()
    return json.loads(source[source.index("{") : source.rindex("}") + 1])


def places(text):
    return set(re.findall(r"\{\w+\}", text))


def used(*uses):
    return {each.text for each in literals() if each.use in uses}


def is_sentence(text):
    bare = re.sub(r"\$\{[^}]*\}", "x", text)
    return bool(SENTENCE.search(bare)) and not NO_WORDS.fullmatch(text)


@pytest.mark.parametrize("language", CATEGORIES)
def test_all_that_is_said_is_translated_and_nothing_else(language):
    assert set(known(language)) == used("say", "other")


@pytest.mark.parametrize("language", CATEGORIES)
def test_a_translation_names_the_same_things(language):
    for english, theirs in known(language).items():
        for text in theirs.values() if isinstance(theirs, dict) else [theirs]:
            # "Nobody" and "two" need neither a number nor a name.
            missing = places(english) - places(text)
            assert places(text) <= places(english), text
            assert not missing or isinstance(theirs, dict), text


@pytest.mark.parametrize(("language", "categories"), CATEGORIES.items())
def test_what_is_counted_has_a_text_for_each_category(language, categories):
    counted = {
        text: all for text, all in known(language).items() if isinstance(all, dict)
    }
    assert set(counted) == used("other")
    assert all(set(each) == categories for each in counted.values())


def test_what_reads_like_a_sentence_is_looked_up():
    others = [each for each in literals() if not each.use and is_sentence(each.text)]
    # What the table of who may do what calls a verb, and the audit log an act.
    unread = RULES.keys() | LABELS.keys()
    assert [(e.file, e.text) for e in others if e.text not in unread] == []


def test_a_sentence_that_is_not_looked_up_is_found():
    source = (
        'a.title = `Hello ${name}, you`; // "No one"\nb = say("Fine so"); c = "Join";'
    )
    found = [each.text for each in literals_in(source) if not each.use]
    assert [text for text in found if is_sentence(text)] == [
        "Hello ${name}, you",
        "Join",
    ]


def test_the_words_behind_a_slash_are_those_of_the_plain_door():
    usages = {word: verb.usage for word, verb in VERBS.items()}
    tables = re.compile(r"core/slash/\w+\.js")
    texts = [each.text for each in literals() if tables.fullmatch(each.file)]
    there = {t.split()[0]: t for t in texts if re.match(r"/[a-z]", t)}
    assert there == {**usages, **OTHERS}
