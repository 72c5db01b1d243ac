"""What a file is called, and what it is."""

import pytest

from chat.files.models import File
from chat.files.naming import PDF, clean_name, media_of
from chat.files.wording import body_of, words_in


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("plan.pdf", "plan.pdf"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\ada\\plan.pdf", "plan.pdf"),
        ("../..", "file"),
        ("", "file"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\nb`c`\x00.txt", "a b_c_.txt"),
        (".profile", "profile"),
        ("Ünïcödé 🎉.txt", "Ünïcödé 🎉.txt"),
        ("x" * 200 + ".tar.gz", "x" * 97 + ".gz"),
        ("漢" * 90 + ".txt", "漢" * 65 + ".txt"),
        ("Mr. Smith" + "y" * 120, "Mr. Smith" + "y" * 91),
    ],
)
def test_a_name_is_a_line_without_folders_or_tricks(typed, name):
    assert clean_name(typed) == name


@pytest.mark.parametrize(
    ("beginning", "media"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF....WEBPVP8 ", "image/webp"),
        (b"RIFF....WAVEfmt ", "audio/wav"),
        (b"....ftypavif", "image/avif"),
        (b"....ftypisom", "video/mp4"),
        (b"\x1aE\xdf\xa3", "video/webm"),
        (b"\x1aE\xdf\xa3....A_OPUS", "audio/webm"),
        (b"\x1aE\xdf\xa3....A_OPUS....V_VP8", "video/webm"),
        (b"....ftypiso5....moov..soun..mvex", "audio/mp4"),
        (b"....ftypiso5....moov..soun..vide..mvex", "video/mp4"),
        (b"....ftypisom....moov..soun", "video/mp4"),
        (b"<svg xmlns=", ""),
        (b"<!doctype html>", ""),
        (b"%PDF-1.7", "application/pdf"),
        (b"", ""),
    ],
)
def test_what_a_page_may_show_is_known_by_its_first_bytes(beginning, media):
    assert media_of(beginning) == media


def test_the_words_stand_above_the_files():
    assert words_in("a\n📎 `x` (1 B)\nb\n📎 `y` (1 B)\n📎 `z` (2 B)") == (
        "a\n📎 `x` (1 B)\nb"
    )


def test_a_page_of_paper_has_no_pixels():
    drawn = {"size": 2000, "width": 1067, "height": 1600}
    for media, about in ((PDF, "2 kB"), ("image/png", "2 kB, 1067 × 1600")):
        file = File(name="plan", media=media, **drawn)
        assert body_of("", [file]) == f"📎 `plan` ({about})"
