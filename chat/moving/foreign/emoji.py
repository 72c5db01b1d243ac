"""The emoji that chats write as ``:names:``."""

from __future__ import annotations

import re
from functools import cache

from chat.text.emoji import rows, same_emoji

TONE = re.compile(r"(?:::?|_)skin[-_]tone[-_]([2-6])$")
TONES = {str(number): chr(0x1F3FB + number - 2) for number in range(2, 7)}
IN_TEXT = re.compile(r":([a-z0-9_+'-]{1,60}(?:::skin-tone-[2-6])?):")
# What Slack, Mattermost and Zulip call otherwise than Unicode does.
ALIASES = {
    emoji: names.split()
    for emoji, names in {
        "👍": "+1 thumbsup thumbs_up like",
        "👎": "-1 thumbsdown thumbs_down",
        "🎉": "tada",
        "❤️": "heart",
        "😂": "joy",
        "🙂": "slightly_smiling_face smile",
        "😄": "smile smiley",
        "😀": "grinning",
        "😃": "smiley",
        "😁": "grin",
        "😆": "laughing satisfied",
        "😅": "sweat_smile",
        "🤣": "rofl rolling_on_the_floor_laughing",
        "😊": "blush",
        "😉": "wink",
        "😍": "heart_eyes",
        "😘": "kissing_heart",
        "😎": "sunglasses",
        "😢": "cry",
        "😭": "sob",
        "😞": "disappointed",
        "🙁": "slightly_frowning_face frown",
        "😡": "rage",
        "😠": "angry",
        "😱": "scream",
        "😮": "open_mouth",
        "😬": "grimacing",
        "😴": "sleeping",
        "😇": "innocent",
        "🤔": "thinking thinking_face",
        "🤷": "shrug",
        "🤦": "facepalm face_palm",
        "👏": "clap",
        "🙏": "pray",
        "🙌": "raised_hands",
        "👋": "wave",
        "👌": "ok_hand",
        "💪": "muscle",
        "👀": "eyes",
        "🔥": "fire",
        "💯": "100 hundred",
        "🚀": "rocket",
        "✅": "white_check_mark check_mark_button",
        "✔️": "heavy_check_mark check check_mark",
        "☑️": "ballot_box_with_check",
        "❌": "x cross_mark",
        "➕": "heavy_plus_sign plus",
        "➖": "heavy_minus_sign",
        "⚠️": "warning",
        "❓": "question",
        "❗": "exclamation heavy_exclamation_mark",
        "⭐": "star",
        "✨": "sparkles",
        "💥": "boom collision",
        "💡": "bulb",
        "💔": "broken_heart",
        "💙": "blue_heart",
        "💚": "green_heart",
        "💜": "purple_heart",
        "🎂": "birthday",
        "🍻": "beers",
        "🍺": "beer",
        "☕": "coffee",
        "🍕": "pizza",
        "🐛": "bug",
        "🤖": "robot robot_face",
        "👻": "ghost",
        "💩": "poop hankey shit",
        "📎": "paperclip",
        "📌": "pushpin",
        "🔒": "lock",
        "🏆": "trophy",
        "☀️": "sunny sun",
        "🌈": "rainbow",
        "⏳": "hourglass_flowing_sand",
        "💬": "speech_balloon",
        "🥳": "partying_face",
        "🫡": "saluting_face",
        "🇬🇧": "gb uk flag-gb",
        "🇺🇸": "us flag-us",
        "🇩🇪": "de flag-de",
        "🇫🇷": "fr flag-fr",
    }.items()
}


def emoji_of(name: str) -> str | None:
    """The emoji of that name, with its tone of skin; None: it is the other's own."""
    base, tone = name.strip(":").lower(), ""
    if found := TONE.search(base):
        base, tone = base[: found.start()], TONES[found[1]]
    emoji, toned = _by_name().get(base.replace("-", "_"), (None, ()))
    if emoji is None or not tone:
        return emoji
    return next((form for form in toned if form == _plain(emoji) + tone), emoji)


def in_text(text: str) -> str:
    """The text with its ``:names:`` as emoji, where these are known."""
    if ":" not in text:
        return text
    return IN_TEXT.sub(lambda name: emoji_of(name[1]) or name[0], text)


def _plain(emoji: str) -> str:
    return emoji.replace("\ufe0f", "")


@cache
def _by_name() -> dict[str, tuple[str, tuple[str, ...]]]:
    every = rows()
    toned = {row[0]: tuple(row[3]) if len(row) > 3 else () for row in every}
    found = {}
    for row in every:
        name = re.sub("[^a-z0-9]+", "_", row[1].lower()).strip("_")
        found[name] = (row[0], toned[row[0]])
    for emoji, names in ALIASES.items():
        kept = same_emoji(emoji)
        for name in names:
            found[name.replace("-", "_")] = (kept, toned.get(kept, ()))
    return found
