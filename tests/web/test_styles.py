"""The sheets keep to the rules of the look, see docs/look.md."""

import re
from pathlib import Path

import pytest

from chat.web.colours import DARK, LIGHT, contrast, read, roles

PROJECT = Path(__file__).parents[2]
SHEETS = sorted((PROJECT / "static/css").rglob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STEPS = {"0", *(f"{n}rem" for n in (0.125, 0.25, 0.375, 0.5, 0.75))}
STEPS |= {f"{n}rem" for n in (1, 1.25, 1.5, 2)}
SPACE = r"^\s+(?:padding|margin|gap|row-gap|column-gap)[\w-]*: ([^;]+);"
ONLY_LEFT_TO_RIGHT = (
    r"(?:^|[^-\w])(?:left|right)\s*[:;]"
    r"|(?:padding|margin|border|inset)-(?:left|right)"
)


def sheets():
    return {path.name: COMMENT.sub("", path.read_text()) for path in SHEETS}


def palettes():
    """The colours of ``colours.css``, by role: the light ones, the dark ones."""
    text = sheets()["colours.css"]
    light, dark = text.split("@media")
    return [dict(re.findall(r"--([\w-]+): ([^;]+);", each)) for each in (light, dark)]


def test_nothing_is_left_or_right():
    found = {
        name: re.findall(ONLY_LEFT_TO_RIGHT, text, re.M)
        for name, text in sheets().items()
    }
    assert {name: each for name, each in found.items() if each} == {}


def test_colours_have_names():
    for name, text in sheets().items():
        if name != "colours.css":
            assert re.findall(r": [^;]*(#[0-9a-f]{6}|rgb\()", text) == [], name


def test_sizes_of_letters_have_names():
    for name, text in sheets().items():
        sizes = set(re.findall(r"\bfont-size: ([^;]+);", text))
        odd = {each for each in sizes if not each.startswith("var(")}
        # Initials and signs, which are drawings; and what is heard, not seen.
        assert odd <= {"0", "0.75rem", "1rem", "1.75rem", "2rem", "4rem"}, name


def test_spaces_are_steps_of_the_scale():
    odd = {
        (name, value)
        for name, text in sheets().items()
        for values in re.findall(SPACE, text, re.M)
        for value in re.findall(r"(?<![\w.(-])\d*\.?\d+rem", values)
        if value not in STEPS
    }
    assert odd == set()


def test_what_is_drawn_in_reverse_keeps_its_ground_where_the_system_has_colours():
    # Else the words have the ground of what is around it: black on black.
    reverse = re.compile(r"([.\w-]+) \{[^}]*background: var\(--ink\)")
    drawn = {each for text in sheets().values() for each in reverse.findall(text)}
    kept = re.search(r"([^{}]+)\{\s*forced-color-adjust: none", sheets()["base.css"])
    assert drawn
    assert drawn <= set(re.findall(r"\.[\w-]+", kept[1]))


def test_no_rule_is_of_whatever_stands_beside():
    # Chromium looks anew at all of a list for it, whenever a row comes or goes.
    for name, text in sheets().items():
        selectors = " ".join(re.findall(r"[^{}]+(?=\{)", text))
        assert re.findall(r"[+~] \*(?![\w-])|\* [+~]", selectors) == [], name


def test_no_rule_is_of_what_is_nowhere():
    places = [*PROJECT.glob("templates/**/*.*"), *PROJECT.glob("static/js/**/*.js")]
    places += [PROJECT / "chat/accounts/forms.py", PROJECT / "chat/text/highlight.py"]
    said = set(re.findall(r"[\w-]+", "".join(path.read_text() for path in places)))
    # Django's own, of a form and of the panel.
    said |= {"errorlist", "site-name", "results", "model-conversation"}
    said |= {"field-said", "field-words", "field-reason", "field-topic"}
    for name, text in sheets().items():
        selectors = " ".join(re.findall(r"[^{}]+(?=\{)", text))
        named = set(re.findall(r"[.#]([a-z][\w-]*)", selectors))
        assert named - said == set(), name


def test_the_default_accent_is_worked_out_like_any_other(settings):
    for palette, theme in zip(palettes(), (LIGHT, DARK), strict=True):
        made = roles(settings.CHAT_DEFAULT_ACCENT, theme)
        assert made.items() <= palette.items()
        grounds = {"paper", "shade", "shade-deep", "raised"}
        named = {name: getattr(theme, name.replace("-", "_")) for name in grounds}
        assert named.items() <= palette.items()


@pytest.mark.parametrize("which", [0, 1])
def test_words_can_be_read_on_every_ground(which):
    palette = palettes()[which]
    grounds = ("paper", "shade", "raised", "code", "accent-soft")
    words = ("ink", "ink-soft", "accent", "bad")
    for on, of in [(a, b) for a in grounds for b in words]:
        if (on, of) != ("accent-soft", "bad"):
            assert contrast(read(palette[on]), read(palette[of])) >= 4.5, (on, of)
    for on, of in [
        *(("warn-soft", "warn-ink"), ("bad-soft", "bad"), ("bad", "on-bad")),
        *(("paper", "ink-faint"), ("shade", "ink-faint"), ("paper", "ember")),
        *(("shade-deep", "ink-soft"), ("shade-deep", "ink-faint")),
    ]:
        assert contrast(read(palette[on]), read(palette[of])) >= 4.5, (on, of)
