"""What the site says to people is said in each language; and nothing is left out."""

import ast
import gettext
import re
from datetime import UTC, datetime

import pytest

from chat.dialects.plain.beginnings import is_beginning
from chat.words import LANGUAGES, first_known, words_of
from tests.web import test_words as page
from tests.words import catalogue, found

OTHERS = sorted(catalogue.PLURALS)
NAMED = re.compile(r"%\(\w+\)s|\{\w*\}")
MARKUP = re.compile(r"</?\w+|href=|[&\"]")
# Whose lines begin with ``*``.
NOTICES = re.compile(
    "chat/(dialects/plain/(render|phrases)|models/people/access|consumers)"
)


@pytest.fixture(scope="module")
def sentences():
    return found.sentences()


@pytest.fixture(scope="module", params=OTHERS)
def language(request):
    return request.param


def test_there_is_a_catalogue_of_each_language_but_english():
    assert {*OTHERS, "en"} == {*LANGUAGES}


@pytest.mark.dear
def test_every_sentence_is_in_every_catalogue_and_no_other(sentences, language):
    entries = catalogue.read(language)
    entries.pop("")
    assert {e.one: e.many for e in entries.values()} == {
        each.one: each.many for each in sentences.values()
    }
    assert [each.one for each in entries.values() if not all(each.said)] == []


def test_a_translation_has_the_names_and_the_markup_of_its_sentence(language):
    for entry in catalogue.read(language).values():
        names = {*NAMED.findall(entry.many or entry.one)}
        for said in entry.said if entry.one else []:
            # One, two and none need no number.
            assert {*NAMED.findall(said)} | {"{count}"} == names | {"{count}"}
            assert {*MARKUP.findall(said)} <= {*MARKUP.findall(entry.one)}, said


def test_what_programs_read_is_made_of_what_people_write(language):
    path = catalogue.path(language)
    made = path.with_suffix(".mo").read_bytes()
    assert made == catalogue.compiled(catalogue.read(language)), "make words"
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Log in") != "Log in"


def test_the_page_says_it_in_the_same_words_as_the_server(language):
    entries = [*catalogue.read(language).values()]
    plain = {re.sub(r"%\((\w+)\)s", r"{\1}", each.one): each for each in entries}
    counted = {each.many: each for each in entries if each.many}
    for text, said in page.known(language).items():
        entry = (plain if isinstance(said, str) else counted).get(text)
        if entry is not None:
            forms = [said] if isinstance(said, str) else list(said.values())
            ours = [re.sub(r"%\((\w+)\)s", r"{\1}", each) for each in entry.said]
            assert ours == forms, text


@pytest.mark.parametrize("path", found.templates(), ids=lambda path: path.name)
def test_no_words_of_a_template_stand_outside_of_a_translation(path):
    assert found.literals(path.read_text()) == []


@pytest.mark.dear
def test_no_error_has_a_sentence_that_is_put_together():
    for path in found.code():
        nodes = ast.walk(ast.parse(path.read_text()))
        assert [path for node in nodes if found.built_in(node)] == []


def test_nobodys_doing_passes_for_a_notice(sentences, language):
    entries = catalogue.read(language)
    for one, each in sentences.items():
        if any(map(NOTICES.match, each.where)):
            words = {said.split()[0].strip(":.,،؟?!؛") for said in entries[one].said}
            assert [
                w
                for w in words
                if w[0].isalpha() and "{" not in w and not is_beginning(w)
            ] == []


# --- What is found --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Hello <b>you</b></p>", ["Hello", "you"]),
        ('<input aria-label="Your name">', ["Your name"]),
        ("<p>{% translate 'Hello' %} {{ name }} · chatsite</p>", []),
        ("{% blocktranslate %}Hi {{ it }}{% endblocktranslate %}<code>rm x</code>", []),
    ],
)
def test_words_of_a_template_are_found(template, words):
    assert found.literals(template) == words


def test_an_error_that_is_put_together_is_found():
    for text in ('Muted(f"{x} no")', 'errors.Muted("a" + x)'):
        assert found.built_in(ast.parse(text).body[0].value)


# --- How it is said -------------------------------------------------------------------

COUNTED = "{count} person", "{count} people"


@pytest.mark.parametrize(
    ("spoken", "count", "said"),
    [
        *(("en", 1, "1 person"), ("en", 2000, "2,000 people")),
        *(("de", 1, "1 Person"), ("de", 2000, "2.000 Leute")),
        *(("ar", 0, "لا أحد"), ("ar", 1, "شخص واحد"), ("ar", 2, "شخصان")),
        *(("ar", 3, "3 أشخاص"), ("ar", 11, "11 شخصًا"), ("ar", 100, "100 شخص")),
    ],
)
def test_it_is_counted_as_the_language_counts(spoken, count, said):
    assert words_of(spoken)(*COUNTED, count=count) == said


def test_what_is_told_one_after_the_other_has_the_comma_of_the_language():
    told = [words_of(each).joined(["a", "b"]) for each in ("en", "de", "ar")]
    assert told == ["a, b", "a, b", "a، b"]


def test_a_time_is_said_as_the_language_says_it():
    at = datetime(2026, 3, 7, 9, 5, tzinfo=UTC)
    until = "An administrator has shut you out until {until}."
    assert words_of("de")(until, until=at).count("7. März 2026, 09:05 UTC") == 1
    assert words_of("en")(until, until=at).count("7 March 2026, 09:05 UTC") == 1


@pytest.mark.parametrize(
    ("asked", "known"),
    [(["de-AT"], "de"), (["fr", "ar-EG", "de"], "ar"), (["", "fr"], ""), ([], "")],
)
def test_the_first_language_that_is_known_is_spoken(asked, known):
    assert first_known(asked) == known
