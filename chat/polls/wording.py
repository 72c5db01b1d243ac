"""A poll as text: what its message says to those who know nothing of polls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chat import wire
from chat.text.clean import one_line, within
from chat.text.visible import SEEN
from chat.wire.errors import Malformed
from chat.words import plural

# What the body of each poll has in it, and few others have.
MARK = "\n1. "
PART_LIMIT = plural(
    "That part of a poll has at most {count} character.",
    "That part of a poll has at most {count} characters.",
)


class Sheet(NamedTuple):
    """What is asked, cleaned."""

    question: str
    options: tuple[str, ...]
    many: bool = False

    @property
    def body(self) -> str:
        """All of it, as its message says it."""
        return body_of(self.question, self.options)


def clean_sheet(command: wire.StartPoll) -> Sheet:
    """What is asked, each text in one line.

    Raises:
        TooLong: of the question, or of an option.
        Malformed: there are too few options, or too many, two are the same, or nothing
            of a text can be seen.
    """
    options = tuple(
        _clean(text, wire.OPTION_CHARACTERS)
        for text in command.options[: wire.OPTIONS_MOST + 1]
    )
    if not 2 <= len(options) <= wire.OPTIONS_MOST:
        raise Malformed("A poll has two to {count} options.", count=wire.OPTIONS_MOST)
    if len({text.casefold() for text in options}) < len(options):
        raise Malformed("Two of the options are the same.")
    return Sheet(clean_question(command.text), options, command.many)


def clean_question(text: str) -> str:
    """Raises:
    Malformed, TooLong
    """
    return _clean(text, wire.QUESTION_CHARACTERS)


def body_of(question: str, options: Iterable[str]) -> str:
    """The question, and a line for each option: ``1. Pizza``."""
    lines = (f"{number}. {text}" for number, text in enumerate(options, start=1))
    return "\n".join((question, *lines))


def question_in(body: str) -> str:
    """What it asks: the first line."""
    return body.partition("\n")[0]


def chosen(numbers: Sequence[int], options: int, *, many: bool) -> set[int]:
    """The numbers, each once.

    Raises:
        Malformed: there is no such option, or one alone can be chosen.
    """
    found = {*numbers}
    if found - {*range(1, options + 1)}:
        raise Malformed("That poll has no such option.")
    if len(found) > 1 and not many:
        raise Malformed("Of that poll one option alone can be chosen.")
    return found


def _clean(text: str, most: int) -> str:
    line = one_line(text)
    if not SEEN.search(line):
        raise Malformed("A poll asks something, and each option says something.")
    return within(line, most, PART_LIMIT)
