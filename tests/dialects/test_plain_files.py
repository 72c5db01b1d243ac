"""The plain door: how to send a file, and where those of a message are."""

from uuid import UUID

import pytest
from msgspec import structs

from chat import wire
from tests.dialects.test_plain import AT, DEV, LOBBY, says, shows, somebody

ID = UUID("6c7f0f2e-0d2b-4a50-9e0a-1d6a3f1f0b11")
PLAN = wire.File(id=ID, name="plan.pdf", media="x/y", size=1_234_567, href="/files/1")
UPLOAD = wire.Upload(id=ID, name="my $(plan).pdf", href="/files/upload/x", until=AT)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/upload my plan.pdf", wire.BeginUpload(name="my plan.pdf", to=LOBBY)),
        ("/files 43", wire.FetchFiles(conversation=LOBBY, seq=43)),
        ("/files 43 #dev", wire.FetchFiles(conversation=DEV, seq=43)),
    ],
)
def test_files_are_sent_and_found(line, command):
    assert says(somebody(DEV), line) == command


@pytest.mark.parametrize(
    ("line", "usage"),
    [("/upload", "/upload plan.pdf"), ("/files", "/files 43 [#dev]")],
)
def test_how_it_is_used_is_said(line, usage):
    assert says(somebody(DEV), line) == f"! Usage: {usage}\n".encode()


def test_what_sends_a_file_can_be_pasted_into_a_shell():
    first, command = shows(
        somebody(DEV), structs.replace(UPLOAD, url="http://chat.lan/f?a=1")
    )
    assert first == (
        "* This sends my $(plan).pdf, within a day. It is shared as soon as it came:"
    )
    assert command == "* curl -T 'my $(plan).pdf' 'http://chat.lan/f?a=1'"
    *_, last = shows(somebody(DEV), UPLOAD)
    assert last == "* Before that goes the address of the site's pages."


def test_a_message_says_how_to_get_its_files():
    said = wire.MessagePosted(
        conversation=LOBBY,
        seq=43,
        id=ID,
        sender="bob",
        author=2,
        body="look\n📎 `plan.pdf` (1.2 MB)",
        html="",
        at=AT,
        shared=wire.Shared(html="", files=[PLAN]),
    )
    assert shows(somebody(DEV), said) == [
        "bob: look",
        "bob: 📎 `plan.pdf` (1.2 MB)",
        "* Its files: /files 43 says where they are.",
    ]
    drawn = {"width": 640, "height": 480, "url": "http://chat.lan/files/1"}
    linked = structs.replace(PLAN, media="application/pdf", **drawn)
    picture = structs.replace(PLAN, media="image/png", name="me.png", **drawn)
    url = "http://chat.lan/files/1"
    voice = structs.replace(PLAN, name="voice.ogg", seconds=65, url=url)
    files = [linked, picture, voice]
    event = wire.Files(conversation=LOBBY, target=43, files=files)
    assert shows(somebody(DEV), event) == [
        "* plan.pdf (1.2 MB): http://chat.lan/files/1",
        "* me.png (1.2 MB, 640 × 480): http://chat.lan/files/1",
        "* voice.ogg (1.2 MB, 1:05): http://chat.lan/files/1",
    ]
