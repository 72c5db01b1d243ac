"""Of a picture nothing is left but what one sees."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms

from chat.files.pictures.cleaning import clean
from chat.files.pictures.content import Broken
from chat.files.pictures.exif import orientation_in, reduced
from tests.files.pictures import (
    ASIDE,
    FORMATS,
    PLACE,
    TURNED,
    colourful,
    exif,
    film,
    moving,
    opened,
    telling,
)


def cleaned(content):
    mutable = bytearray(content)
    clean(mutable)
    return bytes(mutable)


@pytest.mark.parametrize("format", FORMATS)
def test_where_it_was_taken_is_nowhere_and_it_looks_the_same(format):
    content = telling(format)
    assert PLACE in content
    clear = cleaned(content)
    assert (len(clear), PLACE in clear, b"GPS" in clear) == (len(content), False, False)
    before, after = opened(content), opened(clear)
    assert (
        ImageChops.difference(*(it.convert("RGB") for it in (before, after))).getbbox()
        is None
    )
    assert after.getexif().get_ifd(0x8825) == {}
    turned = {it.getexif().get(0x0112, 1) for it in (before, after)}
    assert turned == {ASIDE if format in TURNED else 1}


def test_where_a_film_was_taken_is_nowhere_and_all_else_stays_where_it_is():
    content = film()
    assert content.count(PLACE) == 6
    clear = cleaned(content)
    assert (len(clear), clear.count(PLACE)) == (len(content), 0)
    assert clear.index(b"seenseen") == content.index(b"seenseen")
    assert clear.index(b"mvhd") == content.index(b"mvhd")
    assert clear.index(b"tkhd") == content.index(b"tkhd")


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_clean_stays_as_it_is(format):
    clear = cleaned(telling(format))
    assert cleaned(clear) == clear


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_what_moves_goes_on_moving(format):
    frames = opened(cleaned(moving(format)))
    assert (frames.n_frames, frames.info["loop"]) == (3, 0)


def test_its_colours_are_kept():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for format in ("JPEG", "PNG", "WEBP"):
        clear = cleaned(telling(format, icc_profile=profile))
        assert opened(clear).info["icc_profile"] == profile, format


def test_the_smaller_picture_of_a_camera_goes_with_the_rest():
    content = telling("JPEG")
    small = b"JFIF\0" + b"\1\1\0\0\1\0\1\x02\x02" + PLACE[:12]
    start = content.index(b"\xff\xe0")
    end = start + 2 + int.from_bytes(content[start + 2 : start + 4], "big")
    segment = b"\xff\xe0" + (2 + len(small)).to_bytes(2, "big") + small
    clear = cleaned(content[:start] + segment + content[end:])
    assert PLACE[:12] not in clear
    opened(clear).load()


def test_a_text_that_programs_write_as_if_it_were_blocks_goes_too():
    text = b"<x:xmpmeta>" + PLACE * 40 + b"</x:xmpmeta>"
    trailer = bytes([1, *range(255, -1, -1), 0])
    block = b"\x21\xff\x0bXMP DataXMP" + text + trailer
    content = moving()
    at = content.index(b"\x21\xff\x0bNETSCAPE2.0")
    clear = cleaned(content[:at] + block + content[at:])
    # Not even every hundredth letter, which were taken for lengths.
    at += 2
    while size := clear[at]:
        assert clear[at + 1 : at + 1 + size] == bytes(size)
        at += 1 + size
    assert clear[at + 1 :].startswith(b"\x21\xff\x0bNETSCAPE2.0")
    assert opened(clear).n_frames == 3


@pytest.mark.parametrize("made", [*FORMATS, "moving"])
def test_what_is_cut_off_is_broken_or_clean_and_nothing_else(made):
    content = moving() if made == "moving" else telling(made)
    for end in range(0, len(content), 7):
        with suppress(Broken):
            cleaned(content[:end])


@pytest.mark.parametrize("made", FORMATS)
@given(data=st.data())
def test_whatever_it_says_is_read_without_harm(made, data):
    content = bytearray(_SAMPLES[made])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(4, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    length = len(content)
    with suppress(Broken):
        clean(content)
    assert len(content) == length


_SAMPLES = {format: telling(format, colourful(16, 10)) for format in FORMATS}


@pytest.mark.parametrize(
    "content", [b"", b"<svg/>", b"%PDF-1.7", b"GIF89a", b"\xff\xd8\xff"]
)
def test_what_is_none_is_broken(content):
    if content == b"\xff\xd8\xff":  # nothing is in it, and nothing is told
        assert cleaned(content) == content
        return
    with pytest.raises(Broken):
        cleaned(content)


@pytest.mark.parametrize("orientation", [*range(1, 9)])
def test_of_what_a_camera_says_only_how_it_was_held_is_kept(orientation):
    said = exif(orientation)
    block = reduced(said)
    assert (len(block), PLACE in block) == (len(said), False)
    kept = Image.Exif()
    kept.load(block)
    assert dict(kept) == {0x0112: orientation}


@pytest.mark.parametrize(
    "block",
    [b"", b"MM", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff", bytes(40)],
)
def test_what_says_nothing_is_upright(block):
    assert orientation_in(block) == 1
    assert len(reduced(block)) == len(block)
