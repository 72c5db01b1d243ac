"""Which names look alike, and which mix scripts: UTS #39, by its own samples."""

import hashlib
import unicodedata
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.text import names
from chat.text.fold import fold
from chat.text.lookalikes import mixes_digits, mixes_scripts, skeleton
from chat.text.names import is_reserved, key_of, person_name, room_name
from chat.text.unicode import is_known, table
from chat.wire.errors import NameInvalid
from tests.support.dear import is_cheap

# What every known character comes to, in a name of its own and in another.
JUDGED = "7874734916b0558e"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paypal", "paypaI"),
        ("Paypal", "paypaI"),
        ("user1", "userl"),
        ("bob", "b0b"),
        ("barn", "bam"),
        ("ian", "ıan"),
        ("Straße", "strasse"),
        ("scope", "ѕсоре"),  # UTS #39 §4: wholly Cyrillic
        ("Eo", "Ео"),
        ("ape", "аре"),
        ("KOKO", "ΚΟΚΟ"),  # Greek
        ("CA", "ᏟᎪ"),  # Cherokee
        ("uo", "սօ"),  # Armenian
        ("ⲞⲬ", "OX"),  # Coptic
        ("ローマ", "ロ一マ"),  # a long vowel, and the Han one
        ("タロ", "夕口"),  # Katakana, and Han
    ],
)
def test_these_look_alike(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ella", "Elia"),
        ("Nell", "Neil"),
        ("José", "Jose"),
        ("Élan", "Elan"),
        ("ann1", "ann2"),
        ("reader1", "reader11"),
        ("김철수", "김칠수"),
        ("ивана", "йвана"),
        ("大郎", "太郎"),
    ],
)
def test_these_do_not_look_alike(one, other):
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    ("typed", "same"),
    [("ａｄｍｉｎ", "admin"), ("ｶﾅ", "カナ"), ("e\u0301lan", "élan"), ("가", "가")],
)
def test_what_is_typed_otherwise_is_the_same_name(typed, same):
    assert person_name(typed) == same
    assert key_of(typed) == key_of(same)


@pytest.mark.parametrize("prefix", ["p", "r", "reader", "guest", "user", "person"])
def test_numbered_names_do_not_look_like_one_another(prefix):
    assert len({skeleton(f"{prefix}{n}") for n in range(2000)}) == 2000


@given(st.text(max_size=30))
def test_whoever_has_a_skeleton_looks_like_the_standards(text):
    assert skeleton(unicodedata.normalize("NFD", text)) == skeleton(text)


# UTS #39 §5.1, table 1a, and §5.2.
@pytest.mark.parametrize(
    ("name", "mixes"),
    [
        ("Circle", False),
        ("СігсӀе", False),
        ("Сirсlе", True),
        ("Circ1e", False),
        ("C𝗂𝗋𝖼𝗅𝖾", False),
        ("𝖢𝗂𝗋𝖼𝗅𝖾", False),
        ("〆切", False),
        ("ねガ", False),
        ("Tanaka田中", False),
        ("Kim김", False),
        ("Liㄌㄧ李", False),
        ("かな한", True),
        ("aあㄌ", True),
        ("田中ы", True),
    ],
)
def test_scripts_are_mixed_as_the_standard_says(name, mixes):
    assert mixes_scripts(name) is mixes


@pytest.mark.parametrize(
    ("text", "mixes"), [("a12", False), ("١٢", False), ("1٢", True), ("۱٢", True)]
)
def test_digits_are_mixed_as_the_standard_says(text, mixes):
    assert mixes_digits(text) is mixes


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("аdmin", "mixes scripts"),
        ("οmicron", "mixes scripts"),
        ("paypаl", "mixes scripts"),
        ("aᏟ", "mixes scripts"),
        ("annա", "mixes scripts"),
        ("ada१", "mixes scripts"),
        ("سلمى1٢", "mixes digits"),
    ],
)
def test_a_name_that_mixes_is_refused_and_told_why(name, says):
    for kind in (person_name, room_name):
        with pytest.raises(NameInvalid, match=says):
            kind(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Zoë", "Łukasz", "Đặng", "İpek", "Ñuño-7", "straße_9"),
        *("Ελένη", "Владимир", "Їжак", "Աննա", "თამარ", "አበበ"),
        *("محمد", "سلمى12", "سلمى١٢", "דוד", "अमर", "สมชาย"),
        *("王小明", "佐々木", "田中さん", "ジョー", "はなこ", "김철수", "ㄅㄆ"),
    ],
)
def test_names_of_one_script_are_good(name):
    assert person_name(name) == name


@pytest.mark.parametrize("name", ["a\U00010d50", "王\U00031350", "a\ue000", "a\u0378"])
def test_what_some_python_does_not_know_is_in_no_name(name):
    assert not is_known(name)
    with pytest.raises(NameInvalid):
        person_name(name)


def test_every_python_knows_all_that_is_known():
    ranges = zip(table().firsts, table().lasts, strict=True)
    known = chain.from_iterable(range(first, last + 1) for first, last in ranges)
    assert "Cn" not in {unicodedata.category(chr(point)) for point in known}
    assert all(map(is_known, {*"".join(table().prototypes.values())}))
    assert max(len(skeleton(chr(point))) for point in range(0xAC00, 0xD7A4)) == 7


@pytest.mark.whole
def test_every_python_judges_alike():
    """3.11 to 3.15 know Unicode 14 to 17, and came to this with each of them."""
    judged = hashlib.sha256()
    for first, last in zip(table().firsts, table().lasts, strict=True):
        # Of what is thousands long, Han and Hangul, the beginning will do.
        for letter in map(chr, range(first, min(last + 1, first + 500))):
            # At the beginning, behind a letter of another kind, and as a mark.
            for typed in (f"{letter}1{letter}", f"a{letter}a"):
                found = _named(typed), key_of(typed), fold(typed), skeleton(typed)
                judged.update(ascii(found).encode())
    assert judged.hexdigest()[:16] == JUDGED


def _named(typed):
    try:
        return person_name(typed)
    except NameInvalid as error:
        return error.detail


# --- Names that speak for the site ----------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("admin", "Admin", "ADMIN", "adrnin", "admln", "AdmIn", "ADMlN", "аԁmіn"),
        *("system", "Support", "SUPP0RT", "m0derator", "r00t", "ALL", "a11", "HERE"),
        *("AdministrAtor", "Admlnistrator", "everyone", "chatsite", "ＡＤＭＩＮ"),
    ],
)
def test_reserved(name):
    assert is_reserved(name)


@pytest.mark.parametrize("name", ["ada", "ali", "adm", "administer", "Allan", "heres"])
def test_not_reserved(name):
    assert not is_reserved(name)


def test_the_operator_reserves_more():
    for name in ("boss", "B0SS", "ВЛАД", "влад"):
        assert not is_reserved(name)
        assert is_reserved(name, ["Boss", "Влад"])
        assert is_reserved("admin", ["Boss"])


# --- What it costs --------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["\u0315\u0300", "\ufdfa", "\u1100\u1161\u11a8", "ﬃ"])
def test_no_name_is_dear_however_long(mark):
    typed = ("a" + mark * 32_000)[:32_000]
    kept = names._key_of.cache_info().currsize

    def read():
        for kind in (person_name, room_name):
            with pytest.raises(NameInvalid):
                kind(typed)
        assert key_of(typed) == ""

    assert is_cheap(read, 0.05)
    assert names._key_of.cache_info().currsize == kept
