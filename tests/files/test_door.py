"""Files over HTTP: they come, in pieces if need be, and are handed out."""

import asyncio
import hashlib
from contextlib import closing
from time import monotonic
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from chat.files import disk
from chat.files.addresses import obstacle
from chat.files.contents import contents
from chat.files.models import File
from chat.models import Message, User
from chat.models.messages.log import changing
from tests.files.sending import PNG, SOUND, ask, begun, break_off, sent, share
from tests.support.people import Person, log_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("either"),
]

begin = sync_to_async(begun)
send = sync_to_async(sent)
say = sync_to_async(share)
files = sync_to_async(lambda: list(File.objects.all()))


def content_of(file):
    with closing(contents().opened(file.content)) as content:
        return content.read(100)


async def test_a_file_comes_by_an_address_of_its_own(ada):
    upload = await begin(ada)
    answer = await ask("PUT", upload.href, b"plan")
    assert (answer.status, answer.body) == (201, b"plan.pdf is here.\n")
    [file] = await files()
    assert (file.size, file.sha256) == (4, hashlib.sha256(b"plan").hexdigest())
    assert content_of(file) == b"plan"
    assert disk.come(file.pk) == 0


async def test_the_address_is_good_once(ada):
    upload = await begin(ada)
    await ask("PUT", upload.href, b"plan")
    assert (await ask("PUT", upload.href, b"other")).status == 409
    assert (await ask("PUT", upload.href + "x", b"other")).status == 403


async def test_what_has_come_before_a_line_broke_is_not_sent_again(ada):
    upload = await begin(ada, size=8)
    await break_off(upload.href, b"plan")
    known = await ask("HEAD", upload.href)
    told = known.headers["upload-offset"], known.headers["upload-length"]
    assert (known.status, told) == (200, ("4", "8"))
    off = await ask("PATCH", upload.href, b"plan", upload_offset=0)
    assert (off.status, off.headers["upload-offset"]) == (409, "4")
    some = await ask("PATCH", upload.href, b" a", upload_offset=4)
    assert (some.status, some.headers["upload-offset"]) == (204, "6")
    assert (await ask("PATCH", upload.href, b"nd", upload_offset=6)).status == 201
    [file] = await files()
    assert content_of(file) == b"plan and"


async def test_what_is_let_be_leaves_nothing(ada):
    upload = await begin(ada, size=8)
    await break_off(upload.href, b"plan")
    assert (await ask("DELETE", upload.href)).status == 204
    assert (await files(), disk.come(upload.id)) == ([], 0)
    assert (await ask("PUT", upload.href, b"planplan")).status == 409


async def test_no_more_comes_than_was_to_come(ada, settings):
    settings.CHAT_FILE_BYTES = 8
    unsized, sized = await begin(ada), await begin(ada, size=4)
    assert (await ask("PUT", unsized.href, b"x" * 9)).status == 413
    chunked = await ask("PUT", unsized.href, b"x" * 9, content_length=None)
    assert chunked.status == 413
    assert (await ask("PUT", sized.href, b"x" * 5)).status == 409
    assert (await ask("PATCH", sized.href, b"x" * 5, upload_offset=0)).status == 413
    assert (await ask("PUT", sized.href, b"")).status == 400
    assert [each.sha256 for each in await files()] == ["", ""]


async def test_a_full_disk_is_a_sentence_and_never_half_a_file(ada, monkeypatch):
    upload = await begin(ada)

    def full(*about):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk.os, "pwrite", full)
    answer = await ask("PUT", upload.href, b"plan")
    assert (answer.status, b"no room left" in answer.body) == (507, True)
    assert disk.come(upload.id) == 0


async def test_one_file_is_sent_by_one_at_a_time(ada):
    upload = await begin(ada)
    part = disk.Part(upload.id)
    assert (await ask("PUT", upload.href, b"plan")).status == 409
    part.close()
    assert (await ask("PUT", upload.href, b"plan")).status == 201


async def test_what_says_where_it_goes_is_shared_as_soon_as_it_came(ada, bob, dev):
    reader = await Person(bob).arrive()
    upload = await begin(ada, to=dev.pk)
    assert (await ask("PUT", upload.href, SOUND)).status == 201
    said = await reader.hears("message", conversation=dev.pk)
    [file] = said["shared"]["files"]
    assert (said["from"], file["name"], file["media"]) == (
        "ada",
        "plan.pdf",
        "audio/ogg",
    )
    await reader.go()


async def test_what_could_not_be_said_is_said_when_it_comes_again(bob, dev):
    upload = await begin(bob, to=dev.pk)
    await sync_to_async(dev.leave)(bob)
    assert (await ask("PUT", upload.href, b"plan")).status == 404

    def come_back():
        with changing():
            dev.admit(bob)

    await sync_to_async(come_back)()
    answers = [await ask("PUT", upload.href, b"plan") for _ in range(2)]
    assert [each.status for each in answers] == [201, 201]
    messages = Message.objects.filter(conversation=dev, author=bob)
    assert await messages.acount() == 1


async def test_who_asks_without_end_waits_and_is_refused_nothing(ada, dev, settings):
    settings.CHAT_RATE, settings.CHAT_BURST = 10, 1
    upload = await begin(ada)
    key = await log_in(ada)
    began = monotonic()
    told = [await ask("HEAD", upload.href) for _ in range(10)]
    told += [await ask("GET", f"/files/{upload.id}/x", session=key) for _ in range(10)]
    assert [each.status for each in told] == [200] * 10 + [404] * 10
    # Twenty fifths of a command, of which one was there.
    assert monotonic() - began >= 0.25


async def test_people_share_by_their_connection(ada, bob, dev):
    writer, reader = await Person(ada).arrive(), await Person(bob).arrive()
    upload = await writer.say("upload", name="me.ogg", size=len(SOUND), alt="Me")
    await ask("PUT", upload["href"], SOUND)
    id = str(uuid4())
    wish = {"to": dev.pk, "id": id, "files": [upload["id"]], "body": "*look*"}
    posted = await writer.say("share", **wish)
    assert (posted["type"], posted["id"]) == ("posted", id)
    assert await writer.say("share", **wish) == {**posted, "ref": _any}
    said = await reader.hears("message", id=id)
    assert said["shared"]["html"] == "<p>look</p>".replace("look", "<em>look</em>")
    told = await reader.say("files", conversation=dev.pk, seq=posted["seq"])
    [file] = told["files"]
    answer = await ask("GET", file["href"])
    assert (answer.status, answer.body) == (200, SOUND)
    await asyncio.gather(writer.go(), reader.go())


class _Any:
    def __eq__(self, other):
        return True

    __hash__ = None


_any = _Any()


async def test_numbers_that_are_none_are_refused(ada):
    upload = await begin(ada, size=8)
    answer = await ask("PATCH", upload.href, b"plan", upload_offset="1" * 5000)
    assert (answer.status, answer.headers["upload-offset"]) == (409, "0")


# --- Handing out ----------------------------------------------------------------------


@pytest.fixture
async def photo(ada, dev):
    file = await send(ada, PNG, "me ☺.png")
    await say(ada, dev, file)
    return f"/files/{file.pk}/me.png"


async def test_whoever_is_in_there_is_handed_it_and_nobody_else(ada, bob, dev, photo):
    eve = await sync_to_async(User.objects.sign_up)("eve", "correct horse")
    keys = [await log_in(each) for each in (ada, bob, eve)]
    answers = [await ask("GET", photo, session=key) for key in (*keys, "", "x")]
    assert [each.status for each in answers] == [200, 200, 404, 403, 403]
    assert [each.body == PNG for each in answers] == [True, True, False, False, False]
    await sync_to_async(dev.leave)(bob)
    assert (await ask("GET", photo, session=keys[1])).status == 404
    await sync_to_async(ada.ban)()
    assert (await ask("GET", photo, session=keys[0])).status == 403


async def test_what_a_page_shows_runs_nothing_and_all_else_is_stored(ada, dev, photo):
    key = await log_in(ada)
    page = await send(ada, b"<script>alert(1)</script>", "page.html")
    await say(ada, dev, page)
    shown = (await ask("GET", photo, session=key)).headers
    stored = (await ask("GET", f"/files/{page.pk}/page.html", session=key)).headers
    for told in (shown, stored):
        assert told["x-content-type-options"] == "nosniff"
        assert told["content-security-policy"] == "default-src 'none'; sandbox"
        assert told["cache-control"] == "private, no-cache"
    assert shown["content-type"] == "image/png"
    name = "me%20%E2%98%BA.png"
    assert shown["content-disposition"] == f"inline; filename*=UTF-8''{name}"
    assert stored["content-type"] == "application/octet-stream"
    assert stored["content-disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("asked", "status", "part", "told"),
    [
        ("bytes=0-7", 206, PNG[:8], "bytes 0-7/28"),
        ("bytes=8-", 206, PNG[8:], "bytes 8-27/28"),
        ("bytes=-4", 206, PNG[-4:], "bytes 24-27/28"),
        ("bytes=20-99", 206, PNG[20:], "bytes 20-27/28"),
        ("bytes=0-99", 200, PNG, None),
        ("bytes=28-", 416, b"", "bytes */28"),
        ("bytes=-0", 416, b"", "bytes */28"),
        ("bytes=7-3", 200, PNG, None),
        ("bytes=0-1,3-4", 200, PNG, None),
        ("lines=1-2", 200, PNG, None),
    ],
)
async def test_a_part_is_handed_out(ada, dev, photo, asked, status, part, told):
    answer = await ask("GET", photo, session=await log_in(ada), range=asked)
    assert (answer.status, answer.body) == (status, part)
    assert answer.headers.get("content-range") == told


async def test_what_one_has_already_is_not_handed_out_again(ada, dev, photo):
    key = await log_in(ada)
    tag = (await ask("HEAD", photo, session=key)).headers["etag"]
    again = await ask("GET", photo, session=key, if_none_match=tag)
    assert (again.status, again.body) == (304, b"")
    changed = await ask(
        "GET", photo, session=key, range="bytes=0-7", if_range='"other"'
    )
    assert changed.status == 200


async def test_other_requests_are_refused_in_a_sentence(ada, dev, photo):
    key = await log_in(ada)
    assert (await ask("POST", photo, session=key)).status == 405
    assert (await ask("GET", "/files/upload/x")).status == 405
    assert (await ask("GET", "/files/none/x", session=key)).status == 404
    assert (await ask("GET", photo, session=key, host="evil.example")).status == 400
    german = await ask("GET", "/files/none/x", session=key, accept_language="de")
    assert german.headers["content-type"] == "text/plain; charset=utf-8"


async def test_a_picture_is_stored_where_that_is_asked_for(ada, dev, photo):
    answer = await ask("GET", f"{photo}?download", session=await log_in(ada))
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.body == PNG


# --- By the server before the site ----------------------------------------------------


@pytest.mark.parametrize("either", ["folder"], indirect=True)
@pytest.mark.parametrize("how", ["x-accel-redirect", "x-sendfile"])
async def test_who_may_have_it_is_said_here_and_sent_elsewhere(
    ada, dev, photo, settings, how
):
    settings.CHAT_FILES_ACCEL = how
    eve = await sync_to_async(User.objects.sign_up)("eve", "correct horse")
    told = await ask("GET", photo, session=await log_in(ada), range="bytes=0-7")
    [file] = await files()
    folder = f"{settings.CHAT_DATA_DIR}/files/" if how == "x-sendfile" else "/contents/"
    assert (told.status, told.body) == (200, b"")
    assert told.headers[how] == folder + file.content
    assert told.headers["content-type"] == "image/png"
    refused = await ask("GET", photo, session=await log_in(eve))
    assert (refused.status, how in refused.headers) == (404, False)


# --- At another name ------------------------------------------------------------------

APART = "files.example.org"


@pytest.fixture
def apart(settings):
    settings.CHAT_FILES_URL = f"https://{APART}"


async def led(href, reader):
    """Where the site sends that reader, as a path there."""
    answer = await ask("GET", href, session=await log_in(reader))
    assert (answer.status, answer.body) == (302, b"")
    assert "cookie" in answer.headers["vary"]
    assert answer.headers["location"].startswith(f"https://{APART}/files/")
    return answer.headers["location"].removeprefix(f"https://{APART}")


async def test_the_site_sends_to_where_files_are_and_hands_out_none(
    ada, bob, dev, photo, apart
):
    there = await led(photo, bob)
    answer = await ask("GET", there, host=APART, range="bytes=0-7")
    assert (answer.status, answer.body) == (206, PNG[:8])
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    stored = await ask("GET", await led(f"{photo}?download", bob), host=APART)
    assert stored.headers["content-disposition"].startswith("attachment; ")
    # By the same link the site itself hands out nothing either.
    assert (await ask("GET", there)).status == 302
    await sync_to_async(dev.leave)(bob)
    assert (await ask("GET", there, host=APART)).status == 404


async def test_where_files_are_there_is_nothing_else_and_no_log_in(
    ada, dev, photo, apart
):
    key = await log_in(ada)
    assert (await ask("GET", photo, session=key, host=APART)).status == 403
    for path in ("/", "/login/", "/static/js/app.js", "/admin/"):
        assert (await ask("GET", path, session=key, host=APART)).status == 404


async def test_who_may_not_have_it_is_not_sent_there(ada, dev, photo, apart):
    eve = await sync_to_async(User.objects.sign_up)("eve", "correct horse")
    assert (await ask("GET", photo, session=await log_in(eve))).status == 404
    assert (await ask("GET", photo)).status == 403


async def test_people_are_told_where_files_are(ada, dev, photo, apart):
    reader = await Person(ada).arrive()
    message = await Message.objects.aget(conversation=dev)
    told = await reader.say("files", conversation=dev.pk, seq=message.seq)
    assert told["files"][0]["url"] == f"https://{APART}{told['files'][0]['href']}"
    await reader.go()


@pytest.mark.parametrize(
    "its", [{"ALLOWED_HOSTS": ["chat.example", APART]}, {"CHAT_URL": f"http://{APART}"}]
)
def test_a_name_of_the_site_itself_is_none_for_files(settings, apart, its):
    settings.HOSTS_ARE_GIVEN = True
    assert not obstacle()
    for name, value in its.items():
        setattr(settings, name, value)
    assert f"CHAT_FILES_URL has {APART}, which is a name" in obstacle()
