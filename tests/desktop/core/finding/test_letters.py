"""Words begin and end where people see that, in every script."""

import pytest

from chat.desktop.core.finding.fold import fold
from chat.desktop.core.finding.letters import named, word_after, word_before, word_start


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("one two", "one "),
        ("one two  ", "one "),
        ("one, two!", "one, two"),
        ("a\nb", "a\n"),
        ("a\n", "a"),
        ("नमस्ते हिन्दी", "नमस्ते "),
        ("می‌خواهم", ""),
        ("x 👍", "x "),
        ("", ""),
    ],
)
def test_a_word_is_taken_back_as_a_whole(text, left):
    assert text[: word_before(text)] == left


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        *(("(an", "an"), ("[an", "an"), ('"an', "an"), ("“an", "an"), ("„an", "an")),
        *(
            ("\tan", "an"),
            ("x 'an", "an"),
            ("«an", "an"),
            ("「田", "田"),
            ("a\u3000b", "b"),
        ),
        *(
            ("O'Br", "O'Br"),
            ("(@an", "@an"),
            ("x #de", "#de"),
            ("a,b", "a,b"),
            ("", ""),
        ),
    ],
)
def test_a_name_is_begun_behind_blanks_brackets_and_quotes(text, begun):
    assert text[word_start(text) :] == begun


def test_the_next_word_ends_where_it_ends():
    assert word_after("  one two") == 5


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("ada", "hello ada, ADA!", ["ada", "ADA"]),
        ("ada", "adam and Grenada", []),
        ("अनिल", "अनिल, आओ", ["अनिल"]),
        ("अनि", "अनिल", []),
        ("हिन्द", "हिन्दी", []),
        ("a.b", "axb a.b", ["a.b"]),
        ("", "anything", []),
        # Others, though the name is in theirs, and addresses.
        ("ann", "ann-marie, ann.b, ann_b, ann@b.co, x@ann.co, mary-ann, o.ann", []),
        ("ann", "@ann: (ann) ann's “ann”, ann. Ann-", ["ann"] * 5 + ["Ann"]),
        # Whatever way it is spelled.
        ("Straße", "STRASSE Strasse straße", ["STRASSE", "Strasse", "straße"]),
        ("Zoë", "Zoe\u0308! zoe ZOË", ["Zoe\u0308", "zoe", "ZOË"]),
        ("Zoe\u0308", "Zoë", ["Zoë"]),
        ("OʼBrien", "O'Brien o’brien O'Briena", ["O'Brien", "o’brien"]),
        ("İpek", "ipek IPEK", ["ipek", "IPEK"]),
        ("ﬁ", "fi ﬁ afi", ["fi", "ﬁ"]),
        # No script that has no spaces has edges; a part of a letter is no name.
        ("田中", "田中さん、Ken田中。", ["田中", "田中"]),
        ("Ken", "Kenさん、太郎Ken Kenny", ["Ken", "Ken"]),
        ("สมชาย", "คุณสมชายครับ", ["สมชาย"]),
        ("สม", "สมิ", []),
        ("철수", "철수가 왔다", ["철수"]),
        ("가", "각", []),
        ("ボブ", "ﾎﾞﾌﾞさん", ["ﾎﾞﾌﾞ"]),
    ],
)
def test_somebody_is_named_by_a_word_of_its_own(name, text, found):
    assert [text[start:end] for start, end in named(name, text)] == found


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *(("melanie", "Mélanie"), ("ipek", "İpek"), ("strasse", "Straße")),
        *(("ｂｏｂ", "BOB"), ("me\u0301lanie", "MÉLANIE"), ("zoe", "Zoë")),
    ],
)
def test_names_are_found_whatever_way_they_are_typed(typed, name):
    assert fold(typed) in fold(name)
