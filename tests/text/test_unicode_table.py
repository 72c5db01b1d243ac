"""The table of what looks alike is made of Unicode's own files."""

import json

from tests.support.unicode_table import TABLE, table

FILES = {
    "confusables.txt": "\ufeff# Version: 17.0.0\n0049 ; 006C ; MA # ( I → l )\n"
    "0947 ; 11B64 ; MA\n0A47 ; 11B64 ; MA\n11B65 ; 006C ; MA\n",
    "DerivedAge.txt": "0000..10FFF ; 1.1\n11B00..11BFF ; 17.0\n",
    "PropertyValueAliases.txt": "sc ; Latn ; Latin\nsc ; Deva ; Devanagari\n"
    "sc ; Zzzz ; Unknown\ngc ; Lu ; Uppercase_Letter\n",
    "Scripts.txt": "0041..005A ; Latin # L&\n0900..097F ; Devanagari\n"
    "11B64 ; Devanagari\n0378 ; Unknown\n",
    "DerivedJoiningType.txt": "0628 ; D\n0627 ; R\n064B ; T\n11B66 ; D\n",
    "ScriptExtensions.txt": "0964 ; Latn Deva # danda\n",
}


def test_a_table_is_made_of_the_files(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    made = table(tmp_path)
    assert made["unicode"] == "17.0.0"
    assert made["scripts"] == {
        "Deva": "900-963 965-97f",
        "Deva Latn": "964",
        "Latn": "41-5a",
    }
    assert made["joining"] == {"D": "628", "L": "", "R": "627"}
    # What is too new for some Python is left out, and something old stands in for it.
    assert made["confusables"] == {"l": "I", "\u0947": "\u0a47"}


def test_the_table_says_of_which_version_it_is_and_under_which_licence():
    kept = json.loads(TABLE.read_text("ascii"))
    assert (kept["unicode"], kept["known"]) == ("17.0.0", "14.0")
    assert "UNICODE LICENSE V3" in (TABLE.parent / "unicode.licence.txt").read_text()
