"""A site's accent as colours by role, so that whatever it is, words stay readable.

Buttons are *filled* with it as it is, and have black or white words; where they would
not stand out from the page they have an *edge*. As words, on every ground that the
page has, it is made darker, or lighter on dark ones (WCAG 2.2, 1.4.3 and 1.4.11).
``static/css/colours.css`` has what comes out for the default.
"""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass

Colour = tuple[float, float, float]

WORDS, SHAPES = 4.5, 3.0
# Thin words on a dark ground want more.
WORDS_ON_DARK = 6.0
_STEP = 1 / 256


@dataclass(frozen=True)
class Theme:
    """The grounds of the page that stay what they are; see ``colours.css``."""

    paper: str
    shade: str
    shade_deep: str
    raised: str
    soft_share: float
    contrast: float

    @property
    def grounds(self) -> list[Colour]:
        return [*map(read, (self.paper, self.shade, self.shade_deep, self.raised))]


LIGHT = Theme("#fdfcfa", "#f4f1ea", "#e9e4d9", "#ffffff", 0.12, WORDS)
DARK = Theme("#1d1e21", "#17181b", "#2a2c30", "#26282c", 0.24, WORDS_ON_DARK)
# Of these, one has 4.5:1 on any colour; of no other two.
INKS = ("#ffffff", "#000000")


def roles(accent: str, theme: Theme) -> dict[str, str]:
    """What ``colours.css`` calls the roles, each with its colour, as ``#3b4cca``."""
    given, grounds = read(accent), theme.grounds
    soft = _mixed(given, grounds[0], theme.soft_share)
    words = _moved(given, [*grounds, soft], theme.contrast)
    ink = max(map(read, INKS), key=lambda ink: contrast(ink, given))
    away = (0.0, 0.0, 0.0) if _is_light(ink) else (1.0, 1.0, 1.0)
    stands_out = all(contrast(given, ground) >= SHAPES for ground in grounds[:2])
    found = {
        "accent": words,
        "accent-soft": soft,
        "fill": given,
        "fill-deep": _mixed(given, away, 0.86),
        "on-fill": ink,
        "edge": given if stands_out else words,
    }
    return {role: _shown(colour) for role, colour in found.items()}


def read(text: str) -> Colour:
    """``#3b4cca`` as three numbers from 0 to 1.

    Raises:
        ValueError: it is no such colour.
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError(text)
    red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """From 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _is_light(colour: Colour) -> bool:
    return _luminance(colour) > 0.5


def _moved(colour: Colour, grounds: list[Colour], least: float) -> Colour:
    """The nearest one, darker or lighter, that can be read on all of the grounds."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*colour)
    step = -_STEP if _is_light(grounds[0]) else _STEP
    while 0 <= lightness <= 1:
        colour = _rounded(colorsys.hls_to_rgb(hue, lightness, saturation))
        if all(contrast(colour, ground) >= least for ground in grounds):
            break
        lightness += step
    return colour


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (
        a * share + b * (1 - share) for a, b in zip(one, other, strict=True)
    )
    return _rounded((red, green, blue))


def _rounded(colour: Colour) -> Colour:
    """What a screen has of it."""
    return read(_shown(colour))


def _shown(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)
