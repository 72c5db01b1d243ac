"""What a text means: to be said, or to be obeyed; as the page's ``said.js`` has it."""

from __future__ import annotations


def is_obeyed(text: str) -> bool:
    """Whether it begins with a word for something to do: ``/topic tea``."""
    # With another slash it is a path.
    return text.startswith("/") and text.split(maxsplit=1)[0].count("/") == 1


def is_said(text: str) -> bool:
    """Whether others read something of it; of ``/me waves``, what one does."""
    word, *rest = text.split(maxsplit=1) or [""]
    return bool(word) and (not is_obeyed(text) or (word.lower() == "/me" and any(rest)))
