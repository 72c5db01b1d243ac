"""What is drawn of a picture: smaller ones of it, and what is told before they come."""

import io

import pytest
from PIL import Image, ImageCms

from chat.files.models import content_name
from chat.files.pictures import drawing, shelf
from chat.files.pictures.thumbnails import (
    MEDIA,
    PLAIN,
    PLAIN_SQUARE,
    SIDES,
    SQUARE,
    thumbnail,
)
from tests.files.pictures import (
    FORMATS,
    PLACE,
    TURNED,
    bomb,
    colourful,
    is_alike,
    moving,
    opened,
    telling,
)


def drawn(content, folder):
    path = folder / "picture"
    path.write_bytes(content)
    return drawing.draw(path, folder)


def made(folder, name="320.webp"):
    return opened((folder / name).read_bytes())


@pytest.mark.parametrize("format", FORMATS)
def test_each_size_shows_it_upright_and_tells_nothing(format, tmp_path):
    turned = format in TURNED
    told = drawn(telling(format, colourful(800, 480)), tmp_path)
    assert told[:2] == ((480, 800) if turned else (800, 480))
    upright = colourful(800, 480).rotate(-90 * turned, expand=True)
    for side in SIDES:
        small = made(tmp_path, thumbnail(side))
        assert (small.format, max(small.size)) == ("WEBP", min(side, 800))
        assert is_alike(small, upright)
    assert made(tmp_path, PLAIN).format == "PNG"
    for name in MEDIA:
        assert PLACE not in (tmp_path / name).read_bytes()
        assert dict(made(tmp_path, name).getexif()) == {}


def test_a_small_one_is_not_made_larger(tmp_path):
    assert drawn(telling("GIF"), tmp_path)[:2] == (64, 40)
    small = {name: made(tmp_path, name).size for name in MEDIA}
    assert small.pop(SQUARE) == small.pop(PLAIN_SQUARE) == (40, 40)
    assert {*small.values()} == {(64, 40)}


def test_the_square_is_what_is_in_the_middle(tmp_path):
    picture, content = Image.new("RGB", (300, 100), "red"), io.BytesIO()
    picture.paste("blue", (100, 0, 200, 100))
    picture.save(content, "PNG")
    drawn(content.getvalue(), tmp_path)
    square = made(tmp_path, SQUARE)
    assert square.size == (100, 100)
    assert is_alike(square, Image.new("RGB", (100, 100), "blue"))


def test_its_colour_is_what_it_looks_like_from_afar(tmp_path):
    content = io.BytesIO()
    Image.new("RGB", (64, 40), "#204080").save(content, "PNG")
    assert drawn(content.getvalue(), tmp_path).colour == "#204080"


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_one_sees_through_has_no_colour(mode, tmp_path):
    content, picture = io.BytesIO(), Image.new(mode, (64, 40))
    picture.save(content, "PNG", **({"transparency": 0} if mode == "P" else {}))
    assert drawn(content.getvalue(), tmp_path).colour == ""
    small = made(tmp_path).convert("RGBA")
    assert small.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "CMYK"])
def test_every_kind_of_colours_is_drawn(mode, tmp_path):
    content = io.BytesIO()
    colourful().convert(mode).save(content, "JPEG" if mode == "CMYK" else "PNG")
    drawn(content.getvalue(), tmp_path)
    assert is_alike(made(tmp_path), colourful().convert(mode))


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_what_moves_moves_smaller_too(format, tmp_path):
    drawn(moving(format), tmp_path)
    for side in SIDES:
        small = made(tmp_path, thumbnail(side))
        assert (small.n_frames, small.info["loop"]) == (3, 0)
        small.load()
        assert small.info["duration"] == 80


def test_of_what_moves_for_long_the_first_is_drawn(tmp_path, monkeypatch):
    monkeypatch.setattr(drawing, "PIXELS_MOST", 2 * 64 * 40)
    drawn(moving(), tmp_path)
    assert not getattr(made(tmp_path), "is_animated", False)


def test_what_has_too_many_pixels_is_not_decoded(tmp_path):
    with pytest.raises(drawing.TooLarge):
        drawn(bomb(), tmp_path)


def test_a_profile_that_is_not_of_its_colours_is_passed_over(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    content = io.BytesIO()
    colourful().save(content, "PNG", icc_profile=profile)
    drawn(content.getvalue(), tmp_path)
    assert is_alike(made(tmp_path), colourful())


def test_thumbnails_are_where_they_are_looked_for_or_somebody_is_told(
    tmp_path, settings
):
    settings.CHAT_DATA_DIR = tmp_path
    for round in range(2):  # the second time its equal has them already
        made = shelf.folder() / f"new-{round}"
        made.mkdir()
        (made / PLAIN).touch()
        shelf.keep(shelf.Made(None, made), "ab" * 32)
        assert [path.name for path in shelf.folder().glob("*/*/*")] == [PLAIN]
    (shelf.folder() / "cd").mkdir()
    (shelf.folder() / content_name("cd" * 32)).touch()
    made.mkdir()
    with pytest.raises(NotADirectoryError):
        shelf.keep(shelf.Made(None, made), "cd" * 32)
    assert not made.exists()
