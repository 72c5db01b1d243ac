"""One emoji is one, in whatever form it comes; and nothing else is."""

import json

import pytest

from chat.text.emoji import clean_emoji, same_emoji
from chat.wire.errors import Malformed
from tests.support.emoji_table import TABLE, table, written

RGI = [
    *("👍", "❤️", "👩‍💻", "🇩🇪", "1️⃣", "👍🏽", "‼️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "ℹ️", "⤴️", "⤵️", "◾", "◻️", "🪿"),
    *(
        "#️⃣",
        "©️",
        "™️",
        "♾️",
        "Ⓜ️",
        "㊗️",
        "🫱🏻‍🫲🏿",
        "👩🏽‍❤️‍💋‍👨🏿",
        "🐦‍🔥",
        "⛓️‍💥",
        "🧑‍🧑‍🧒",
    ),
    *("🙂‍↔️", "🏳️‍⚧️", "🇺🇳", "🏽", "🦰", "\U0001faea"),
]


@pytest.mark.parametrize("emoji", RGI)
def test_an_emoji_is_kept_as_it_is_recommended_whatever_selectors_it_came_with(emoji):
    plain = emoji.replace("\ufe0f", "")
    for form in (
        emoji,
        plain,
        f"{plain}\ufe0f",
        f"{plain}\ufe0e",
        "\ufe0f".join(plain),
    ):
        assert clean_emoji(form) == emoji


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "a",
            "1",
            "#",
            "ok",
            "<b>",
            "👍a",
            "👍 ",
            "\u200d",
            "\ufe0f",
            " ",
            "^",
            "→",
        ),
        *(
            "😀😀",
            "😀😀😀",
            "👨\u200d",
            "\u200d👨",
            "👨‍👨",
            "🇩",
            "🇩🇩",
            "😀🏽",
            "👍🏽🏽",
            "\u20e3",
        ),
        *("\U000e0067", "🏴\U000e0067", "♔", "\U0001fbff"),
    ],
)
def test_what_is_not_exactly_one_emoji_is_refused(text):
    with pytest.raises(Malformed, match="not an emoji"):
        clean_emoji(text)
    assert same_emoji(text) == text


def test_the_table_says_of_which_version_it_is_and_under_which_licence():
    kept = json.loads(TABLE.read_text("utf-8"))
    assert (kept["unicode"], kept["licence"]) == ("17.0", "Unicode-3.0")
    assert written(kept) == TABLE.read_text("utf-8")


LINES = """# Version: 17.0
# group: People
1F44B ; fully-qualified # 👋 E0.6 waving hand
1F44B 1F3FB ; fully-qualified # 👋🏻 E1.0 waving hand: light skin tone
1F9D4 ; fully-qualified # 🧔 E5.0 person: beard
1F9D4 1F3FF ; fully-qualified # 🧔🏿 E5.0 person: dark skin tone, beard
1F48F ; fully-qualified # 💏 E0.6 kiss
1F9D1 ; fully-qualified # 🧑 E13.1 kiss: person, person, light skin tone, dark skin tone
# group: Symbols
2764 FE0F ; fully-qualified # ❤️ E0.6 red heart
2764 ; unqualified # ❤ E0.6 red heart
"""


def test_a_table_is_made_of_the_files(tmp_path):
    words = {"❤": {"default": ["emotion", "heart", "love"], "tts": ["red heart"]}}
    annotations = {"annotations": {"annotations": words}}
    (tmp_path / "emoji-test.txt").write_text(LINES, "utf-8")
    (tmp_path / "annotations.json").write_text(json.dumps(annotations), "utf-8")
    (tmp_path / "package.json").write_text('{"version": "48.2.0"}', "utf-8")
    made = table(tmp_path)
    assert (made["unicode"], made["cldr"]) == ("17.0", "48.2.0")
    people, symbols = made["groups"]
    assert people["emoji"] == [
        ["👋", "waving hand", "", ["👋🏻"]],
        ["🧔", "person: beard", "", ["🧔🏿"]],
        ["💏", "kiss", "", ["🧑"]],
    ]
    assert symbols["emoji"] == [["❤️", "red heart", "emotion love"]]
