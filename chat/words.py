"""Sentences for people, in their language, without Django.

In the code stands English, and that is what is looked up. The catalogues are those of
Django's templates too: ``chat/locale``. Where there is a ``count``, the sentence is
given twice, for one and for many; each language knows how many kinds of many it has.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

Parameter = str | int | datetime

FOLDER = Path(__file__).resolve().parent / "locale"
ENGLISH = "en"
# By their own names, for whoever looks for theirs.
LANGUAGES = {ENGLISH: "English", "de": "Deutsch", "ar": "العربية"}
LISTED = ", ".join(f"{code} ({name})" for code, name in LANGUAGES.items())
# Between thousands, and before what is less than one.
SIGNS = {ENGLISH: ",.", "de": ".,", "ar": ",."}


def sentence(text: str) -> str:
    """The same: it is said elsewhere, and the catalogues are to have it."""
    return text


def plural(one: str, many: str) -> tuple[str, str]:
    """The same, where there is a ``count``."""
    return one, many


# Between what is told one after the other.
SEPARATOR = sentence(", ")
MONTHS = (
    sentence("January"),
    sentence("February"),
    sentence("March"),
    sentence("April"),
    sentence("May"),
    sentence("June"),
    sentence("July"),
    sentence("August"),
    sentence("September"),
    sentence("October"),
    sentence("November"),
    sentence("December"),
)


class Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = gettext.translation(
            "django", FOLDER, [language], fallback=language == ENGLISH
        )

    def __call__(self, text: str, many: str = "", **parameters: Parameter) -> str:
        """A sentence; ``{name}`` in it is the parameter of that name.

        ``many``: the same of a ``count`` that is not one.
        """
        count = parameters.get("count")
        if many and isinstance(count, int):
            said = self._catalogue.ngettext(text, many, count)
        else:
            said = self._catalogue.gettext(text)
        if not parameters:
            return said
        return said.format(**{k: self._shown(v) for k, v in parameters.items()})

    def joined(self, parts: Iterable[str]) -> str:
        """``a, b``: what is told one after the other, with the language's own comma."""
        return self(SEPARATOR).join(parts)

    def number(self, number: float) -> str:
        """``1,234``, ``1.5``, with the language's own signs."""
        signs = str.maketrans(",.", SIGNS[self.language])
        return f"{number:,}".removesuffix(".0").translate(signs)

    def _shown(self, parameter: Parameter) -> str:
        if isinstance(parameter, int):
            return self.number(parameter)
        if isinstance(parameter, datetime):
            return self._time(parameter.astimezone(UTC))
        return parameter

    def _time(self, at: datetime) -> str:
        month = self(MONTHS[at.month - 1])
        day, year, time = str(at.day), str(at.year), f"{at:%H:%M}"
        text = sentence("{day} {month} {year}, {time} UTC")
        return self(text, day=day, month=month, year=year, time=time)


IN_ENGLISH = Words(ENGLISH)


@cache
def words_of(language: str) -> Words:
    """Those of a language that the site knows, English for any other."""
    return Words(language if language in LANGUAGES else ENGLISH)


def first_known(languages: Iterable[str]) -> str:
    """The first of some (``de-AT`` is ``de``) that the site knows; "" for none."""
    bases = (each.strip().lower().partition("-")[0] for each in languages)
    return next((each for each in bases if each in LANGUAGES), "")
