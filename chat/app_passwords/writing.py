"""How an app password is written, and what is kept of one.

It has a hundred random bits, which nobody finds by trying, however fast that is. So a
fast hash is enough: a slow one would only cost each program that comes back a tenth of
a second of a core. Nor does it need a salt or a key: there is no table of so many, and
without a key it stays good where a site moves and gets another one. It is found by its
hash itself; how long that takes tells nothing, for nobody chooses how a hash begins.
"""

import hashlib
import re
import secrets

# Base 32 as Crockford writes it (https://www.crockford.com/base32.html): no letter is
# taken for a digit, and who types one all the same means the digit.
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_MEANT = str.maketrans("ilo", "110", "- ")
GROUPS, GROUP_LETTERS = 5, 4
_WHOLE = re.compile(f"[{LETTERS}]{{{GROUPS * GROUP_LETTERS}}}")


def new() -> tuple[str, str]:
    """``xxxx-xxxx-xxxx-xxxx-xxxx``, and what is kept of it."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(GROUPS * GROUP_LETTERS))
    groups = re.findall("." * GROUP_LETTERS, letters)
    return "-".join(groups), _digest(letters)


def digest_of(secret: str) -> str | None:
    """What is kept of it, however it was typed; None if it is no app password."""
    letters = secret.casefold().translate(_MEANT)
    return _digest(letters) if _WHOLE.fullmatch(letters) else None


def _digest(letters: str) -> str:
    return hashlib.sha256(f"app password {letters}".encode()).hexdigest()
