"""Names in every living script: which there are, and when two are the same."""

import unicodedata

import pytest

from chat.text.lookalikes import skeleton
from chat.text.names import (
    key_of,
    keys_of,
    person_name,
    place_key,
    room_key,
    room_name,
    spelling,
)
from chat.wire.errors import NameInvalid

# Written with marks, joiners and signs of their scripts.
NAMES = [
    *("अनिल", "हिन्दी", "श्रीज्ञान", "ਗੁਰਪ੍ਰੀਤ", "ગુજરાતી", "বাংলা", "দুঃখ", "অসমীয়া", "ଓଡ଼ିଆ"),
    *("தமிழ்", "உதயநிதி", "తెలుగు", "రాజ్‌కుమార్", "ಕನ್ನಡ", "മലയാളം", "അവന്‍", "র‍্যাচেল"),
    *("ශ්‍රී", "ප්‍රියා", "สมชาย", "น้ำ", "เปี่ยม", "ผู้ใหญ่", "ປ້ອມ", "ນ້ຳ", "ໜູ", "ສົມສະຫວາດ"),
    *("ဦးသန့်", "ယောက်ျား", "လွှော့်", "ខ្មែរ", "ប៉ុណ្ណោះ", "བསྟན་འཛིན", "རྡོ་རྗེ", "ꦗꦮ", "ᬩᬮᬶ", "ᜊᜌ᜔"),
    *("שָׁלוֹם", "רמב״ם", "ג׳ורג׳", "מֹשֶׁה", "مُحَمَّد", "شدّة", "می‌خواهم", "علی‌رضا", "ܡܪܝܡ"),
    *(
        "ދިވެހި",
        "ߒߞߏ",
        "𞤀𞤣𞤤𞤢𞤥",
        "አማርኛ",
        "ᏣᎳᎩ",
        "ᐃᓄᒃᑎᑐᑦ",
        "ⵜⵉⴼⵉⵏⴰⵖ",
        "ᠮᠣᠩᠭᠣᠯ",
        "ᱥᱟᱱᱛᱟᱲᱤ",
        "ꆈꌠꉙ",
    ),
    *("Nguyễn", "Đặng", "Gal·la", "ẹ́", "g̃uarani", "Ἀθηνᾶ", "Сергій", "Սևակ", "თამარი"),
    *("ジョン・スミス", "ガギグ", "김철수", "王小明", "Straße", "İpek", "Ñandú-7_x"),
    *("OʼBrien", "пʼять", "ኃይለ፡ሥላሴ", "ジャン゠ジャック", "С̌", "ნ̄", "ა̈ნა", "Ж̓ук"),
    *("辻\U000e0100", "渡邊\U000e0101子", "ㅋㅋ", "ㅎㅏㄴ"),
]
NO_NAMES = [
    # More marks than letters have, the same twice, and one that stands on no letter.
    *("a" + "\u0300\u0301\u0302\u0303\u0304", "a\u0301\u0301", "न\u0941\u0941"),
    *("\u0301a", "a1\u0301", "a_\u0301", "a-\u0301", "क" + "ािीोौेैाि", "a\u20d7"),
    # Joiners where no script has them, and what else nobody sees.
    *("a\u200db", "a\u200cb", "अ\u200d", "अ\u200cब", "क\u094d\u200d\u093e", "\u200dअ"),
    *("র\u200d", "a\ufe0f", "a\u034f", "a\u180b", "a\U000e0100", "辻\ufe00\ufe00"),
    *("ي\u200d", "\u200cي", "1\u200cي", "ㅋ\u3164"),
    *("i\u0307pek", "ı\u0307pek", "a\u202eb", "a\u2800", "ada\u3164"),
    # Signs that join no two letters, or of another script.
    *(
        "a·",
        "·a",
        "a··b",
        "a་b",
        "ジ・",
        "a‿b",
        "a'",
        "'a",
        "a''b",
        "1'a",
        "ada❶",
        "௰",
        "1a",
    ),
    *("aअ", "अa", "हિ", "بа", "aⷠ", "🙂"),
]
FORMS = ("NFC", "NFD", "NFKC", "NFKD")


@pytest.mark.parametrize("name", NAMES)
def test_people_and_rooms_of_every_script_have_names(name):
    assert person_name(name) == unicodedata.normalize("NFC", name)
    room = room_name(f"#{name}")
    assert room_name(room) == room
    assert room_key(name) == room_key(room)


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_no_script_writes_is_no_name(name):
    with pytest.raises(NameInvalid):
        person_name(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_has_one_key_however_it_is_spelled(name):
    forms = [unicodedata.normalize(form, name) for form in FORMS]
    cases = [name.upper(), name.lower(), name.title(), name.casefold(), f" {name} "]
    assert {key_of(spelled) for spelled in forms + cases} == {key_of(name)}
    assert key_of(key_of(name)) == key_of(name)
    assert {skeleton(form) for form in forms} == {skeleton(name)}


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        *(
            ("ＡＤＡ", "ada"),
            ("a\u200bda", "ada"),
            ("ada\0", "ada"),
            ("STRASSE", "strasse"),
        ),
        *(("ᾳ", "αι"), ("a\u0345", "aι"), ("ΟΔΟΣ", "οδοσ"), ("Ꭰ", "Ꭰ"), ("ꭰ", "Ꭰ")),
        *(("می\u200cخواهم", "میخواهم"), ("น้ำ", "น้\u0e4dา"), ("སངས་", "སངས")),
        # What is newer than the oldest Python knows is left as it is.
        *(("A\U0001ccd6", "a\U0001ccd6"), ("王\U00031350", "王\U00031350")),
        *(("O'BRIEN", "oʼbrien"), ("o’brien", "oʼbrien"), ("ג'", "ג׳"), ("'a", "'a")),
        *(("x" * 241, ""), ("", "")),
    ],
)
def test_a_key_is_unicodes_own_casefold_closed_under_compatibility(typed, key):
    assert key_of(typed) == key


@pytest.mark.parametrize("name", ["王\U00031350", "\U0001ccd6a", "a\U0001df25"])
def test_a_letter_that_some_python_does_not_know_is_refused_before_it_is_changed(name):
    for kind in (person_name, room_name):
        with pytest.raises(NameInvalid, match="too new"):
            kind(name)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        *(("น้ำ", "น้ำ"), ("ໜູ", "ໜູ"), ("Սևակ", "Սևակ"), ("ｶﾞ", "ガ"), ("ﷲ", "الله")),
        *((same, same) for same in ("ⴽⵯ", "Mª_Pilar", "dxʷləšucid", "ㅋㅋ")),
        # One form for what keyboards have several of.
        *((f"O{sign}Brien", "OʼBrien") for sign in "'’ʼ＇´`′"),
        ("O‘zbek", "Oʻzbek"),
        *(("ג'ורג'", "ג׳ורג׳"), ('רמב"ם', "רמב״ם"), ("בן־גוריון", "בן-גוריון")),
        *(
            ("п’ять", "пʼять"),
            ("re\u0301'a", "réʼa"),
            ("王‧李", "王·李"),
            ("a\u2011b", "a-b"),
        ),
        # A joiner that keeps nothing apart, and what turns the direction.
        *(("عبد\u200cالله", "عبدالله"), ("ي\u200c", "ي"), ("شد\u200c\u200cه", "شده")),
        *(("می\u200c\u200cخواهم", "می\u200cخواهم"), ("כהן\u200f", "כהן")),
        ("\u2068 ada \u2069", "ada"),
    ],
)
def test_what_people_write_is_what_others_see(typed, shown):
    assert person_name(typed) == shown


def test_a_room_is_shown_in_lower_case_with_its_joiners():
    rooms = ("#ශ්‍රී", "Սևակ", "İstanbul")
    assert [room_name(name) for name in rooms] == ["ශ්‍රී", "սևակ", "istanbul"]
    assert [room_key(name) for name in rooms] == ["ශ්රී", "սեւակ", "istanbul"]


def test_what_somebody_is_called_since_before_may_stay():
    for name in ("ada❶", "а1٢", "௰ada"):
        with pytest.raises(NameInvalid):
            person_name(name)
    assert spelling("Ada❶") == "Ada❶"
    for name in ("a" * 31, "a\u200bda", "a b"):
        with pytest.raises(NameInvalid):
            spelling(name)


def test_only_keys_that_are_another_text_are_told():
    assert keys_of(["ada", "Zoë", "BOB"]) == {"Zoë": "zoë", "BOB": "bob"}


def test_a_place_has_a_key_too():
    assert [place_key(name) for name in ("#DEV", "@ADA", "@Bob~17")] == [
        *("#dev", "@ada", "@~17")
    ]
