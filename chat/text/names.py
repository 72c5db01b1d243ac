"""What people and rooms may be called, in every living script.

A name starts with a letter and goes on with letters, the marks that belong to them,
digits, ``-`` or ``_``; a new one is written in one script. Two names are the same if
their *keys* are, whatever was typed, and look alike if their skeletons are the same.
A key is the same on every Python that the site runs on: ``chat/text/unicode.py``.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from chat.text.letters import UNSEEN, goes_on, in_one_form, without_idle_joiners
from chat.text.lookalikes import mixes_digits, mixes_scripts, skeleton
from chat.text.unicode import is_known
from chat.wire import NAME_CHARACTERS
from chat.wire.errors import NameInvalid

# Who is called that would speak for the site, or to everybody.
RESERVED = (
    *("admin", "administrator", "admins", "chatsite", "moderator", "moderators"),
    *("mod", "mods", "operator", "root", "security", "staff", "support", "system"),
    *("sysadmin", "webmaster", "postmaster", "hostmaster", "abuse"),
    *("all", "channel", "everybody", "everyone", "here", "room"),
)
# Of what is typed: a letter may come with marks of its own. Beyond that nothing is
# normalised, for a run of marks takes the square of its length.
_TYPED_CHARACTERS = 8 * NAME_CHARACTERS
# NFKC would make others of these, which people write and read as they are: the Armenian
# ew, the am of Thai and Lao, the Lao ho no and ho mo; the raised letters of Spanish, of
# Salish, of Tifinagh; the letters of Hangul that stand alone. A key has the others.
_SHOWN_RUN = re.compile(
    "[^\u00aa\u00ba\u02b7\u0587\u0e33\u0eb3\u0edc\u0edd\u2d6f\u3131-\u318e]+"
)
# What stands around a name that was copied out of a text in Hebrew or Arabic.
_DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_KEYS_KEPT = 2**14
# With a number behind it: somebody's whose name is not theirs alone.
RELEASED = "~"


def person_name(text: str) -> str:
    """The name as it is shown, for somebody who has not had it so far.

    Raises:
        NameInvalid: no name can be like that, or it mixes scripts.
    """
    typed = _typed(text)
    _require_known(typed)
    name = _shown(typed)
    if not (_starts(name) and _is_word(name)):
        raise NameInvalid
    return _of_one_script(name)


def spelling(text: str) -> str:
    """The name as it is shown; one that somebody has may be as names once were.

    Raises:
        NameInvalid: it is too long, or has characters that a name has not.
    """
    name = _shown(_typed(text))
    letters = name.replace("-", "").replace("_", "")
    was_good = name[:1].isalpha() and letters.isalnum() and not UNSEEN.search(letters)
    if not (_fits(name) and (was_good or (_starts(name) and _is_word(name)))):
        raise NameInvalid
    return name


def room_name(text: str) -> str:
    """The room's name as it is shown, without its ``#``; it may start with a digit.

    Raises:
        NameInvalid: as for people.
    """
    typed = _typed(text.strip().removeprefix("#"))
    _require_known(typed)
    name = room_spelling(typed)
    shown = _dotted_once(_shown(typed))
    if not (typed[:1].isalnum() and _is_word(shown) and _fits(name)):
        raise NameInvalid(
            "A room's name has letters, digits, - or _, 30 characters at most."
        )
    return _of_one_script(name)


def room_spelling(text: str) -> str:
    """A room's name, with or without its ``#``, as it is shown: in lower case."""
    typed = _bare(text.strip().removeprefix("#"))[:_TYPED_CHARACTERS]
    folded = _SHOWN_RUN.sub(lambda run: _folded(run[0]), typed)
    return _dotted_once(without_idle_joiners(folded))


def room_key(text: str) -> str:
    """What finds a room, with or without its ``#``."""
    return _dotted_once(key_of(text.strip().removeprefix("#")))


def key_of(name: str) -> str:
    """What all spellings of a name have in common; nothing if it is too long.

    Unicode's NFKC_Casefold (The Unicode Standard, §3.13.5), with which neither case,
    form, width, nor what nobody sees makes a name another. What is too new to be known
    stays as it is.
    """
    typed = _bare(name)
    # What is too long is not kept either: lines of nc have thousands of characters.
    return _key_of(typed) if len(typed) <= _TYPED_CHARACTERS else ""


@lru_cache(_KEYS_KEPT)
def _key_of(typed: str) -> str:
    seen = "".join(c for c in UNSEEN.sub("", typed) if not _is_control(c))
    parts = groupby(seen, is_known)
    folded = (
        _folded("".join(part)) if known else "".join(part) for known, part in parts
    )
    return "".join(folded).strip()


def keys_of(names: Iterable[str]) -> dict[str, str]:
    """The keys of those names that are not their own keys."""
    keys = ((name, key_of(name)) for name in names)
    return {name: key for name, key in keys if name != key}


def address_key(name: str) -> str:
    """What finds the person whom ``"bob"``, ``"@bob"`` or ``"@bob~17"`` means."""
    name, released, number = name.removeprefix("@").partition(RELEASED)
    return RELEASED + number if released else key_of(name)


def place_key(name: str) -> str:
    """The key of ``"#room"``, ``"@name"`` or ``"&7"``, with its first character."""
    if name.startswith("&"):
        return name
    is_room = name.startswith("#")
    return f"#{room_key(name)}" if is_room else f"@{address_key(name)}"


def is_reserved(name: str, more: Iterable[str] = ()) -> bool:
    """Whether a name is one of ``RESERVED`` or of ``more``, or looks like one."""
    keys, looks = _reserved(tuple(more))
    return key_of(name) in keys or looks.fullmatch(skeleton(name)) is not None


def _typed(text: str) -> str:
    typed = _bare(text)
    if len(typed) > _TYPED_CHARACTERS:
        raise NameInvalid
    return typed


def _bare(text: str) -> str:
    """Without what is around it; Tibetan ends a word with a dot, as it is typed.

    In it apostrophes, hyphens and dots are in one form.
    """
    bare = text.strip().strip(_DIRECTIONS).strip().rstrip("\u0f0b\u0f0c")
    return in_one_form(bare)


def _shown(typed: str) -> str:
    one = _SHOWN_RUN.sub(lambda run: unicodedata.normalize("NFKC", run[0]), typed)
    return without_idle_joiners(one)


def _starts(name: str) -> bool:
    """Whether a word can start so: UAX #31, ``XID_Start``."""
    return name[:1].isalpha() and name[:1].isidentifier()


def _is_word(name: str) -> bool:
    return _fits(name) and goes_on(name.replace("-", "_"))


def _fits(name: str) -> bool:
    return len(name) <= NAME_CHARACTERS


def _folded(text: str) -> str:
    """NFKC and without case, closed under both."""
    folded = unicodedata.normalize("NFD", text)
    while (again := unicodedata.normalize("NFKC", folded.casefold())) != folded:
        folded = again
    return folded


def _dotted_once(name: str) -> str:
    """Of two dots on a Turkish i, the large one's and its own, one is seen."""
    return name.replace("i\u0307", "i")


def _is_control(character: str) -> bool:
    """PostgreSQL knows no NUL, and nothing knows half of a surrogate pair."""
    return unicodedata.category(character) in ("Cc", "Cs")


def _require_known(typed: str) -> None:
    if not is_known(typed):
        raise NameInvalid("That name has a character that is too new for this site.")


def _of_one_script(name: str) -> str:
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
