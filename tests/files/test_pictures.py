"""Pictures are cleaned and drawn before they are shared, whatever is in them."""

import asyncio
import subprocess
import sys
from threading import Event

import pytest
from asgiref.sync import sync_to_async

from chat.files import disk, sweep
from chat.files.models import File
from chat.files.pictures import shelf, worker
from chat.files.pictures.thumbnails import MEDIA
from chat.models.messages import history
from tests.files.pictures import (
    FORMATS,
    PLACE,
    bomb,
    colourful,
    film,
    grainy,
    opened,
    pdf,
    telling,
)
from tests.files.sending import ask, begun, share
from tests.support import tools
from tests.support.people import Person, log_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]

begin = sync_to_async(begun)
say = sync_to_async(share)


@pytest.fixture
def come(ada, dev):
    """Send a picture, share it, and say where it is; who reads it has logged in."""

    async def come(content, name="me.jpg"):
        upload = await begin(ada, name)
        answer = await ask("PUT", upload.href, content)
        assert answer.status == 201
        file = await File.objects.aget(pk=upload.id)
        await say(ada, dev, file)
        return await File.objects.aget(pk=upload.id)

    return come


def at(file, name=""):
    return f"/files/{file.pk}/x" + (f"?thumbnail={name}" if name else "")


@pytest.mark.parametrize("format", FORMATS)
async def test_where_it_was_taken_is_nowhere_in_what_is_served(format, bob, come):
    file, key = await come(telling(format)), await log_in(bob)
    answers = [await ask("GET", at(file, name), session=key) for name in ("", *MEDIA)]
    assert [each.status for each in answers] == [200] * (1 + len(MEDIA))
    assert not any(PLACE in each.body or b"GPS" in each.body for each in answers)
    types = [each.headers["content-type"] for each in answers]
    media = {"HEIF": "image/heic"}.get(format, f"image/{format.lower()}")
    assert types == [media, *MEDIA.values()]
    for each in answers:
        assert each.headers["x-content-type-options"] == "nosniff"
        assert each.headers["content-disposition"].startswith("inline; ")
        opened(each.body).load()
    with disk.contents().open(file.content) as kept:
        assert PLACE not in kept.read()


async def test_its_sides_and_colour_are_told_with_the_message(ada, bob, dev):
    reader = await Person(bob).arrive()
    upload = await begin(ada, "me.jpg", to=dev.pk)
    content = telling("JPEG", colourful(640, 400))
    assert (await ask("PUT", upload.href, content)).status == 201
    [file] = (await reader.hears("message", conversation=dev.pk))["shared"]["files"]
    assert (file["width"], file["height"], file["media"]) == (400, 640, "image/jpeg")
    assert file["colour"].startswith("#")
    assert file["size"] == len(content)
    await reader.go()


async def test_thumbnails_are_for_who_may_read_the_message(ada, bob, dev, come):
    file = await come(telling("PNG"))
    key = await log_in(bob)
    for name in ("320.webp", "320.png"):
        assert (await ask("GET", at(file, name), session=key)).status == 200
        assert (await ask("GET", at(file, name))).status == 403
    for name in ("321.webp", "../../../key", "%2e%2e/320.webp", "me.jpg"):
        assert (await ask("GET", at(file, name), session=key)).status == 404
    await sync_to_async(dev.leave)(bob)
    assert (await ask("GET", at(file, "320.webp"), session=key)).status == 404


async def test_what_one_has_already_is_not_handed_out_again(bob, come):
    file, key = await come(telling("PNG")), await log_in(bob)
    answer = await ask("GET", at(file, "320.webp"), session=key)
    tag = answer.headers["etag"]
    assert tag != (await ask("HEAD", at(file), session=key)).headers["etag"]
    again = await ask("GET", at(file, "320.webp"), session=key, if_none_match=tag)
    assert (again.status, again.body) == (304, b"")


@pytest.mark.usefixtures("either")
async def test_thumbnails_that_lack_are_made_again(bob, come):
    file, key = await come(telling("WEBP")), await log_in(bob)
    before = await ask("GET", at(file, "480.webp"), session=key)
    for path in shelf.folder().rglob("*.*"):
        path.unlink()
    for path in shelf.folder().glob("*/*"):
        path.rmdir()
    after = await ask("GET", at(file, "480.webp"), session=key)
    assert (after.status, after.body) == (200, before.body)


async def test_thumbnails_go_with_their_picture(come):
    file = await come(telling("PNG"))
    await sync_to_async(sweep.clear)()
    assert shelf.path_of(file, "320.webp").exists()
    await File.objects.all().adelete()
    await sync_to_async(sweep.clear)()
    assert not shelf.path_of(file, "320.webp").exists()


async def test_a_film_is_cleaned_and_played(bob, come):
    file = await come(film(), "me.mp4")
    answer = await ask("GET", at(file), session=await log_in(bob))
    assert answer.headers["content-type"] == "video/mp4"
    assert PLACE not in answer.body
    assert len(answer.body) == len(film())
    assert file.width is None


async def test_of_a_pdf_the_first_page_is_seen_and_it_is_stored_only(bob, dev, come):
    tools.need("pdftoppm", "poppler-utils")
    file, key = await come(pdf(), "plan.pdf"), await log_in(bob)
    assert (file.width, file.height, file.text) == (1067, 1600, "")
    told = (await sync_to_async(history.page)(dev.pk, bob)).messages[-1].shared.files[0]
    assert (told.media, told.width) == ("application/pdf", 1067)
    page = opened((await ask("GET", at(file, "1600.webp"), session=key)).body)
    assert page.convert("L").getextrema()[0] < 50  # something stands there
    answer = await ask("GET", at(file), session=key)
    assert answer.body == pdf()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; ")


async def test_a_pdf_is_a_file_like_any_other_where_nothing_draws_it(come, monkeypatch):
    elsewhere = {**worker.environment(), "PATH": "/nowhere"}
    monkeypatch.setattr(worker, "environment", lambda: elsewhere)
    assert (await come(telling("PNG"))).width
    assert (await come(pdf(), "plan.pdf")).width is None


# --- What was made to do harm ---------------------------------------------------------

TELLING = telling("JPEG")
HARMFUL = {
    "a bomb": bomb(),
    "cut off": telling("JPEG", colourful(640, 400))[:-6000],
    "no picture": b"\x89PNG\r\n\x1a\n" + b"p" * 20,
    "nothing in it": b"\xff\xd8\xff\xd9",
    "no PDF": b"%PDF-1.7 nothing",
}


@pytest.mark.parametrize("kind", HARMFUL)
async def test_what_cannot_be_drawn_is_a_file_like_any_other(kind, bob, come):
    file, key = await come(HARMFUL[kind]), await log_in(bob)
    answer = await ask("GET", at(file), session=key)
    assert (answer.status, len(answer.body)) == (200, len(HARMFUL[kind]))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert (await ask("GET", at(file, "320.webp"), session=key)).status == 404
    assert not [*shelf.folder().glob("new-*")]
    assert (await come(telling("PNG"))).width


async def test_a_page_in_a_picture_is_not_there_any_more(bob, come):
    page = b"<html><script>alert(1)</script></html>"
    comment = b"\xff\xfe" + (2 + len(page)).to_bytes(2, "big") + page
    file = await come(TELLING[:2] + comment + TELLING[2:] + page)
    answer = await ask("GET", at(file), session=await log_in(bob))
    assert answer.headers["content-type"] == "image/jpeg"
    assert b"script" not in answer.body


async def test_a_drawing_that_runs_programs_is_stored_and_never_shown(bob, come):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    file, key = await come(svg, "me.svg"), await log_in(bob)
    answer = await ask("GET", at(file), session=key)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert (await ask("GET", at(file, "320.webp"), session=key)).status == 404


def test_what_would_take_more_memory_than_there_is_ends_the_worker_alone(tmp_path):
    picture = tmp_path / "large.jpg"
    with picture.open("wb") as file:
        file.write(b"\xff\xd8\xff")
        file.truncate(2**30)
    assert worker.draw(picture, tmp_path) is None
    picture.write_bytes(TELLING)
    assert worker.draw(picture, tmp_path)[:2] == (40, 64)


def test_what_takes_too_long_is_ended(tmp_path, monkeypatch):
    picture = tmp_path / "me.jpg"
    picture.write_bytes(TELLING)
    monkeypatch.setattr(worker, "SECONDS_MOST", 0.001)
    assert worker.draw(picture, tmp_path) is None


async def test_others_are_answered_while_a_picture_is_drawn(ada, bob, dev, monkeypatch):
    is_going, may_end = Event(), Event()

    def draw(path, folder):
        is_going.set()
        may_end.wait(30)

    monkeypatch.setattr(shelf, "draw", draw)
    upload, plan = await begin(ada, "me.jpg"), await begin(bob)
    coming = asyncio.create_task(ask("PUT", upload.href, TELLING))
    await asyncio.to_thread(is_going.wait, 30)
    assert (await ask("PUT", plan.href, b"plan")).status == 201
    may_end.set()
    assert (await coming).status == 201


# --- What it costs --------------------------------------------------------------------


# Whoever starts a program lends it its own memory for a moment: so a small one does.
MEASURED = """
import resource, subprocess, sys
print(subprocess.run(sys.argv[1:], check=True, capture_output=True, text=True).stdout)
spent = resource.getrusage(resource.RUSAGE_CHILDREN)
print(spent.ru_utime + spent.ru_stime, spent.ru_maxrss / 1024)
"""


@pytest.mark.bar
@pytest.mark.timed
def test_a_picture_of_24_megapixels_takes_little(tmp_path):
    picture = tmp_path / "large.jpg"
    grainy(6000, 4000).save(picture, "JPEG", quality=90)
    assert picture.stat().st_size > 2_000_000
    program = ["-P", "-m", "chat.files.pictures.program", picture, tmp_path]
    spent = []
    for _ in range(3):
        said = subprocess.check_output(
            [sys.executable, "-c", MEASURED, sys.executable, *program],
            env=worker.environment(),
            text=True,
        )
        assert '"width": 6000' in said
        spent.append([*map(float, said.split()[-2:])])
    seconds, megabytes = map(min, zip(*spent, strict=True))
    print(f"{seconds:.2f} s of CPU, {megabytes:.0f} MiB")
    assert seconds <= 1.5
    assert megabytes <= 300
