"""A picture's bytes, as those see them who clean it."""

from __future__ import annotations

from mmap import mmap

Content = mmap | bytearray


class Broken(Exception):
    """It is not what its first bytes say."""


def blank(content: Content, start: int, end: int) -> None:
    """Have nothing but zeros from there on, up to before ``end``."""
    content[start:end] = bytes(max(0, end - start))
