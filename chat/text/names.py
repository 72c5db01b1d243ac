"""What people and rooms may be called.

A name is NFKC-normalised, starts with a letter and goes on with letters, digits, ``-``
or ``_``, so that it can be an IRC nick; a new one is written in one script. Two names
are the same if their keys are, and look alike if their skeletons are the same.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from chat.text.lookalikes import is_known, mixes_digits, mixes_scripts, skeleton
from chat.wire import NAME_CHARACTERS
from chat.wire.errors import NameInvalid

# Who is called that would speak for the site, or to everybody.
RESERVED = (
    *("admin", "administrator", "admins", "chatsite", "moderator", "moderators"),
    *("mod", "mods", "operator", "root", "security", "staff", "support", "system"),
    *("sysadmin", "webmaster", "postmaster", "hostmaster", "abuse"),
    *("all", "channel", "everybody", "everyone", "here"),
)
# Letters by their category that nobody sees (Unicode's Default_Ignorable_Code_Point).
_FILLERS = set("\u115f\u1160\u3164\uffa0")
# Of what is typed: a letter may come with marks of its own. Beyond that nothing is
# normalised, for a run of marks takes the square of its length.
_TYPED_CHARACTERS = 8 * NAME_CHARACTERS


def person_name(text: str) -> str:
    """The name as it is shown, for somebody who has not had it so far.

    Raises:
        NameInvalid: as for ``spelling``, or it mixes scripts.
    """
    return _of_one_script(spelling(text))


def spelling(text: str) -> str:
    """The name as it is shown; one that somebody has may mix scripts.

    Raises:
        NameInvalid: it is too long, or has characters that a name has not.
    """
    typed = text.strip()
    if len(typed) > _TYPED_CHARACTERS:
        raise NameInvalid
    name = unicodedata.normalize("NFKC", typed)
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
    return _of_one_script(name)


def room_key(text: str) -> str:
    """What finds a room, with or without its ``#``: there is no other spelling."""
    return key_of(text.strip().removeprefix("#"))


def key_of(name: str) -> str:
    """What two spellings of the same name have in common; nothing if it is too long."""
    typed = name.strip()
    if len(typed) > _TYPED_CHARACTERS:
        return ""
    folded = unicodedata.normalize("NFKC", typed).casefold()
    # What cannot be seen makes no name another; and PostgreSQL knows no NUL.
    return "".join(filter(str.isprintable, unicodedata.normalize("NFKC", folded)))


def is_reserved(name: str, more: Iterable[str] = ()) -> bool:
    """Whether a name is one of ``RESERVED`` or of ``more``, or looks like one."""
    keys, looks = _reserved(tuple(more))
    return key_of(name) in keys or looks.fullmatch(skeleton(name)) is not None


def _of_one_script(name: str) -> str:
    if not is_known(name):
        raise NameInvalid("That name has a character that is too new for this site.")
    if mixes_scripts(name):
        raise NameInvalid("That name mixes scripts: write it in the letters of one.")
    if mixes_digits(name):
        raise NameInvalid("That name mixes digits of several scripts: use one's only.")
    return name


@lru_cache(maxsize=8)
def _reserved(more: tuple[str, ...]) -> tuple[frozenset[str], re.Pattern[str]]:
    """The keys of these names, and their skeletons in any case: an I is an l."""
    keys = frozenset(map(key_of, (*RESERVED, *more)))
    looks = (re.escape(skeleton(key)).replace("i", "[il]") for key in sorted(keys))
    return keys, re.compile("|".join(looks))


def _is_plain(name: str) -> bool:
    letters = name.replace("-", "").replace("_", "")
    if set(letters) & _FILLERS:
        return False
    return len(name) <= NAME_CHARACTERS and (letters.isalnum() or not letters)
