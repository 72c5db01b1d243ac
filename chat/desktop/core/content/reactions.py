"""Who has given which reaction: by emoji, the names and the numbers in one order."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")
# Say whether a character is shown as text or as an emoji.
_SELECTORS = str.maketrans("", "", "\ufe0e\ufe0f")


def as_given(reactions: dict[str, list[str]], emoji: str) -> str:
    """It in the form in which it is there: not every keyboard adds the selectors."""
    plain = emoji.translate(_SELECTORS)
    same = (each for each in reactions if each.translate(_SELECTORS) == plain)
    return next(same, emoji)


def react(
    reactions: dict[str, list[str]],
    reactors: dict[str, list[int]],
    emoji: str,
    who: tuple[str, int],
    *,
    on: bool,
) -> None:
    """Somebody, a name and a number, gives one or takes it back."""
    emoji = as_given(reactions, emoji)
    names = reactions.pop(emoji, [])
    given = numbered(names, reactors.pop(emoji, []))
    kept = [each for each in given if not _is_same(each, who)]
    if on:
        kept.append(who)
    if kept:
        reactions[emoji] = [name for name, _ in kept]
        reactors[emoji] = [number for _, number in kept]


def numbered(names: list[str], numbers: list[int]) -> list[tuple[str, int]]:
    """Who has reacted; 0 where no number is known."""
    if len(numbers) != len(names):
        numbers = [0] * len(names)
    return list(zip(names, numbers))


def lists(of: dict[str, list[T]]) -> dict[str, list[T]]:
    """The same, with lists of its own."""
    return {emoji: list(each) for emoji, each in of.items()}


def _is_same(one: tuple[str, int], other: tuple[str, int]) -> bool:
    """By their numbers; the version before said names alone."""
    place = 1 if one[1] and other[1] else 0
    return one[place] == other[place]
