"""What cameras write into pictures: of that alone how one is turned is kept.

CIPA DC-008 (Exif) §4.6; TIFF 6.0 §2.
"""

from __future__ import annotations

import struct

HEADER = b"Exif\0\0"
UPRIGHT = 1
_ORIENTATION = 0x0112
_BYTE_ORDERS = {b"II": "<", b"MM": ">"}


def alone(orientation: int) -> bytes:
    """A block that tells nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)


def reduced(block: bytes) -> bytes:
    """A block as long as that, which tells how the picture is turned and no more."""
    header = HEADER if block.startswith(HEADER) else b""
    kept = header + alone(orientation_in(block[len(header) :]))
    return (
        kept.ljust(len(block), b"\0") if len(kept) <= len(block) else bytes(len(block))
    )


def orientation_in(block: bytes) -> int:
    """From 1 to 8; ``UPRIGHT`` if it says none."""
    order = _BYTE_ORDERS.get(block[:2], ">")
    try:
        (at,) = struct.unpack_from(f"{order}I", block, 4)
        (entries,) = struct.unpack_from(f"{order}H", block, at)
        for entry in range(entries):
            place = at + 2 + 12 * entry
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", block, place)
            if tag == _ORIENTATION:
                return int(value) if 1 <= value <= 8 else UPRIGHT
    except struct.error:  # it points to where nothing is
        pass
    return UPRIGHT
