"""What people and rooms may be called.

A name is NFKC-normalised, starts with a letter and goes on with letters, digits, ``-``
or ``_``, so that it can be an IRC nick. Two names are the same if their keys are.
"""

import unicodedata

from chat.wire import NAME_CHARACTERS
from chat.wire.errors import NameInvalid

# Letters by their category that nobody sees (Unicode's Default_Ignorable_Code_Point).
_FILLERS = set("\u115f\u1160\u3164\uffa0")


def person_name(text: str) -> str:
    """The name as it is shown.

    Raises:
        NameInvalid: it is too long, or has characters that a name has not.
    """
    name = unicodedata.normalize("NFKC", text.strip())
    if not (name[:1].isalpha() and _is_plain(name)):
        raise NameInvalid
    return name


def room_name(text: str) -> str:
    """The room's name as its key is, without its ``#``; it may start with a digit.

    Raises:
        NameInvalid: as for people.
    """
    name = room_key(text)
    if not (name[:1].isalnum() and _is_plain(name)):
        raise NameInvalid(
            "A room's name has letters, digits, - or _, 30 characters at most."
        )
    return name


def room_key(text: str) -> str:
    """What finds a room, with or without its ``#``: there is no other spelling."""
    return key_of(text.strip().removeprefix("#"))


def key_of(name: str) -> str:
    """What two spellings of the same name have in common."""
    folded = unicodedata.normalize("NFKC", name.strip()).casefold()
    # What cannot be seen makes no name another; and PostgreSQL knows no NUL.
    return "".join(filter(str.isprintable, unicodedata.normalize("NFKC", folded)))


def _is_plain(name: str) -> bool:
    letters = name.replace("-", "").replace("_", "")
    if set(letters) & _FILLERS:
        return False
    return len(name) <= NAME_CHARACTERS and (letters.isalnum() or not letters)
