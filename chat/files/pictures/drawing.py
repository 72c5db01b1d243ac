"""Draws a picture smaller, some times, for whoever looks at it in a row of a page.

It runs in a process of its own: a picture may be made to take whatever there is.
"""

from __future__ import annotations

import io
import os
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import (
    AvifImagePlugin,
    Image,
    ImageCms,
    ImageOps,
    ImageSequence,
    WebPImagePlugin,  # noqa: F401  (it registers itself: else all formats do)
)

from chat.files.pictures.exif import UPRIGHT
from chat.files.pictures.thumbnails import (
    PLAIN,
    PLAIN_SQUARE,
    PLAIN_SQUARE_SIDE,
    QUALITIES,
    SIDES,
    SQUARE,
    SQUARE_SIDE,
    Drawn,
    thumbnail,
)

pillow_heif.register_heif_opener()
pillow_heif.options.DECODE_THREADS = 1
# Each thread would have room kept for it, of which there is so much.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF")
# Of what is decoded, all that moves together: a JPEG's decoder leaves out most of it.
PIXELS_MOST = 40_000_000
EFFORT = 2
COLOURS = 256
_ORIENTATION = 0x0112
# From here on it lies on its side.
_ASIDE = 5


class TooLarge(Exception):
    """It has more pixels than are drawn."""


def draw(path: Path, folder: Path) -> Drawn:
    """Lay down the thumbnails of a picture in that folder.

    Raises:
        TooLarge
        Exception: whatever Pillow finds wrong with it.
    """
    # Pillow's own bound counts what a JPEG's decoder leaves out.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path, formats=FORMATS) as picture:
        size = picture.size
        picture.draft(None, _fitted(size, SIDES[-1]))
        frames, times = _frames(picture)
        loop = picture.info.get("loop", 1)
        if picture.getexif().get(_ORIENTATION, UPRIGHT) >= _ASIDE:
            size = size[::-1]
    for side in reversed(SIDES):
        frames = [each.resize(_fitted(each.size, side)) for each in frames]
        moving = {"save_all": True, "append_images": frames[1:], "loop": loop}
        about: dict[str, Any] = {"quality": QUALITIES[side], "method": EFFORT}
        about |= {"duration": times, **moving} if len(frames) > 1 else {}
        _save(frames[0], folder / thumbnail(side), **about)
    _save(_plain(frames[0]), folder / PLAIN)
    _draw_squares(frames[0], folder)
    return Drawn(*size, _colour(frames[0]))


def _draw_squares(picture: Image.Image, folder: Path) -> None:
    side = min(SQUARE_SIDE, *picture.size)
    square = ImageOps.fit(picture, (side, side))
    _save(square, folder / SQUARE, quality=QUALITIES[SIDES[0]], method=EFFORT)
    small = square.resize(_fitted(square.size, PLAIN_SQUARE_SIDE))
    _save(_plain(small), folder / PLAIN_SQUARE)


def _plain(picture: Image.Image) -> Image.Image:
    return picture.quantize(COLOURS, Image.Quantize.FASTOCTREE)


def _frames(picture: Image.Image) -> tuple[list[Image.Image], list[int]]:
    """What is seen one after the other, and how many ms each; of too much the first."""
    count, pixels = getattr(picture, "n_frames", 1), picture.width * picture.height
    if pixels > PIXELS_MOST:
        raise TooLarge
    frames, times = [], []
    shown = count if count * pixels <= PIXELS_MOST else 1
    for frame in islice(ImageSequence.Iterator(picture), shown):
        frames.append(_seen(frame))
        times.append(int(frame.info.get("duration", 0)))
    return frames, times


def _seen(frame: Image.Image) -> Image.Image:
    """As large as the largest thumbnail, upright, in the colours of the web."""
    if frame.mode not in ("L", "RGB", "RGBA", "CMYK"):
        frame = frame.convert("RGBA" if frame.has_transparency_data else "RGB")
    small = frame.resize(_fitted(frame.size, SIDES[-1]), reducing_gap=2.0)
    return _in_srgb(ImageOps.exif_transpose(small))


def _in_srgb(picture: Image.Image) -> Image.Image:
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    profile = picture.info.get("icc_profile")
    if profile:
        with suppress(ImageCms.PyCMSError):  # one that is not of such colours
            its, srgb = io.BytesIO(profile), ImageCms.createProfile("sRGB")
            seen = ImageCms.profileToProfile(picture, its, srgb, outputMode=mode)
            assert seen is not None  # it is another one
            return seen
    return picture.convert(mode)


def _colour(picture: Image.Image) -> str:
    if picture.mode != "RGB":
        return ""
    return f"#{picture.resize((1, 1), Image.Resampling.BOX).tobytes().hex()}"


def _fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    """So much smaller that no side is longer; it is never larger."""
    scale = min(1.0, side / max(size))
    width, height = (max(1, round(each * scale)) for each in size)
    return width, height


def _save(picture: Image.Image, path: Path, **about: Any) -> None:
    """Also of what Pillow thinks that it should take along nothing is."""
    picture.info = {}
    picture.save(path, **about)
    file = os.open(path, os.O_RDONLY)
    os.fsync(file)
    os.close(file)
