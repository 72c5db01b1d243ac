"""A text's words, as they are found: one table for the index and for what is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.search.query import Phrase
from chat.search.snippets import Text
from chat.search.tokens import tokens_of

WORDS = {
    "Hello WORLD": "hello world",
    "don't l'avion п’ять": "don t l avion п ять",
    "foo_bar v1.2 a@b.co": "foo bar v1 2 a b co",
    "Mélanie Zoë İpek Straße": "melanie zoe ipek strasse",
    "me\u0301lanie ＢＯＢ ﬁn": "melanie bob fin",
    "Σίσυφος ٣٤": "σισυφοσ 34",
    "हिन्दी में": "हिन्दी में",
    "שלום, עולם": "שלום עולם",
    "中文说明。好": "中文 文说 说明 好",
    "見るPython三": "見る python 三",
    "ｶﾞｷﾞ": "ガギ",
    "학교에서": "학교 교에 에서",
    "ไทยแลนด์": "ไท ทย ยแ แล ลน นด ด์",
    "party🎉 👍🏽 ❤️": "party 🎉 👍 ❤",
    "... — ( ) *": "",
    "x" * 50: "x" * 40,
}


@pytest.mark.parametrize(("text", "words"), WORDS.items())
def test_words_are_cut_and_folded(text, words):
    assert " ".join(tokens_of(text).words) == words


def test_letters_of_dense_scripts_are_there_by_themselves():
    assert tokens_of("中文，中").letters == ["中", "文"]


@given(st.text(max_size=40))
def test_a_token_has_nothing_that_an_index_would_take_for_a_sign(text):
    words, letters = tokens_of(text)
    for token in (*words, *letters):
        assert token.strip() == token != ""
        assert not any(sign.isascii() and not sign.isalnum() for sign in token)


@given(st.text(max_size=40) | st.sampled_from(sorted(WORDS)))
@pytest.mark.dear
def test_where_they_stand_in_a_text_is_where_they_come_from(text):
    assert [word.token for word in Text(text).words] == tokens_of(text).words


def test_a_letter_is_found_within_its_pairs():
    assert list(Text("看中文").spans(Phrase(("中",)))) == [(1, 2)]
