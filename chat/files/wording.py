"""A message's files as text: what it says to those who know nothing of files."""

from __future__ import annotations

from collections.abc import Iterable

from chat.files.models import File
from chat.files.naming import PDF
from chat.text.size import length_of, measures_of

# What each of these lines begins with. Within a code span a name means nothing else.
MARK = "📎 `"


def body_of(words: str, files: Iterable[File]) -> str:
    """The words, if any, and a line for each file: 📎 `plan.pdf` (1.2 MB)."""
    lines = [f"{MARK}{file.name}` ({_measures_of(file)})" for file in files]
    return "\n".join([words, *lines] if words else lines)


def _measures_of(file: File) -> str:
    # Of a page it tells how that was drawn, and nothing of the page.
    sides = (None, None) if file.media == PDF else (file.width, file.height)
    about = measures_of(file.size or 0, *sides)
    length = file.seconds if file.is_voice else 0
    return f"{about}, {length_of(length)}" if length else about


def words_in(body: str) -> str:
    """What stands above the files."""
    lines = body.split("\n")
    while lines and lines[-1].startswith(MARK):
        lines.pop()
    return "\n".join(lines)
