"""Takes from pictures what they tell beside what they show: where, when, by whom.

In place: what is not needed becomes zeros, and no byte moves. So nothing is encoded
anew, it takes no more room on the way, and whoever sends it in pieces is told the same
sizes. What is needed to see it as it was taken stays: its profile of colours, how it
is turned, how it moves.
"""

from __future__ import annotations

from chat.files.pictures import gif, heif, jpeg, png, webp
from chat.files.pictures.content import Broken, Content

# Where of the first bytes is said what it is, and who cleans that.
_FORMATS = (
    (0, b"\xff\xd8\xff", jpeg.clean),
    (0, b"\x89PNG\r\n\x1a\n", png.clean),
    (0, b"GIF8", gif.clean),
    (8, b"WEBP", webp.clean),
    (4, b"ftyp", heif.clean),
)


def clean(content: Content) -> None:
    """Blank what nobody sees of a picture.

    Raises:
        Broken: it is none that can be read; some of it may be blanked.
    """
    for at, sign, clean_format in _FORMATS:
        if content[at : at + len(sign)] == sign:
            clean_format(content)
            return
    raise Broken
