"""The page's files in the data folder: whole, once, and for a while."""

import errno
import os
import re
import threading
import time

import pytest

from chat.web.files import collected
from chat.web.files.collected import CannotCollect, collect, states
from chat.web.files.names import Names
from chat.web.files.served import Served

HASHED = re.compile(r"(.+)\.[0-9a-f]{12}\.(\w+)$")


@pytest.fixture
def source(tmp_path, settings):
    """A page of our own."""
    folder = tmp_path / "source"
    for path, text in {
        "js/app.js": 'import { a } from "./a.js";\na();\n',
        "js/a.js": "export function a() {}\n" + "a();\n" * 50,
        "css/chat.css": "a { background: url(../dot.svg); }\n"
        + "a { color: red; }\n" * 50,
        "dot.svg": "<svg/>",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder"
    ]
    return folder


async def get(folder, path, **headers):
    """What is answered: the status, the headers, the body."""
    sent = []

    async def behind(scope, receive, send):
        await send({"type": "http.response.start", "status": 404, "headers": []})

    async def send(message):
        sent.append(message)

    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": pairs}
    await Served(behind, folder)({**scope, "query_string": b""}, None, send)
    body = b"".join(message.get("body", b"") for message in sent)
    return sent[0]["status"], dict(sent[0]["headers"]), body


async def test_files_are_joined_hashed_compressed_and_kept_for_ever(source, tmp_path):
    names = collect(tmp_path / "static")
    assert names.keys() == {"js/app.js", "css/chat.css", "dot.svg"}
    assert all(HASHED.match(name) for name in names.values())
    encoding = {"accept-encoding": "gzip, deflate, br"}
    status, headers, body = await get(
        tmp_path / "static", f"/static/{names['js/app.js']}", **encoding
    )
    assert (status, headers[b"cache-control"]) == (
        200,
        b"max-age=315360000, public, immutable",
    )
    assert headers[b"content-encoding"] in (b"br", b"gzip")
    assert headers[b"vary"] == b"Accept-Encoding"
    assert len(body) < 200
    dot = names["dot.svg"].encode()
    _, _, style = await get(tmp_path / "static", f"/static/{names['css/chat.css']}")
    assert b'url("../' + dot + b'")' in style


@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret_key",
        "/static/{state}/js/app.js",
        "/static/staticfiles.json",
        "/static/js/app.0123456789ab.js",
        "/static/js/../../x/app.0123456789ab.js",
        "/static/js/\0.0123456789ab.js",
        "/login/",
    ],
)
async def test_what_is_not_laid_down_is_asked_for_behind(source, tmp_path, path):
    collect(tmp_path / "static")
    (state,) = states(tmp_path / "static")
    assert (await get(tmp_path / "static", path.format(state=state.name)))[0] == 404


async def test_files_of_the_version_before_are_answered_for_a_week(source, tmp_path):
    folder = tmp_path / "static"
    before = collect(folder)["js/app.js"]
    (source / "js/app.js").write_text("1;\n")
    after = collect(folder)["js/app.js"]
    for name in (before, after):
        assert (await get(folder, f"/static/{name}"))[0] == 200
    newer, older = states(folder)
    week = time.time() - collected.KEPT_SECONDS
    os.utime(newer, (week - 60, week - 60))
    os.utime(older, (week - 120, week - 120))
    (source / "js/app.js").write_text("2;\n")
    collect(folder)
    assert [(await get(folder, f"/static/{name}"))[0] for name in (before, after)] == [
        404,
        200,
    ]


def test_what_is_fetched_later_names_the_page_that_it_is_of(source, tmp_path):
    (source / "js/panels").mkdir()
    (source / "js/panels/all.js").write_text(
        'import { a } from "../a.js";\nexport const panels = { a };\n'
    )
    names = collect(tmp_path / "static")
    (state,) = states(tmp_path / "static")
    front = names["js/app.js"].removeprefix("js/")
    assert f'from "../{front}"' in (state / names["js/panels/all.js"]).read_text()


def test_what_is_there_is_not_laid_down_again(source, tmp_path, monkeypatch):
    folder = tmp_path / "static"
    names = collect(folder)
    monkeypatch.setattr(collected, "_lay", None)
    assert collect(folder) == names


@pytest.mark.parametrize("sites", [1, 2])
def test_many_that_start_at_once_do_not_disturb_each_other(source, tmp_path, sites):
    folders = [tmp_path / f"site{number}/static" for number in range(sites)]
    for folder in folders:
        folder.parent.mkdir()
    found = []
    threads = [
        threading.Thread(target=lambda folder=folder: found.append(collect(folder)))
        for folder in folders * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [found[0]] * 4 * sites
    for folder in folders:
        assert [*folder.iterdir()] == states(folder)
        assert len(states(folder)) == 1


def test_what_others_finish_or_remove_meanwhile_is_nobodys_trouble(source, tmp_path):
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / f"{collected.MAKING}finished").symlink_to("by its own name")
    (folder / "removed").symlink_to("by another start")
    assert collect(folder)


def test_a_full_disk_is_said_and_leaves_nothing_half_done(
    source, tmp_path, monkeypatch
):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(collected.Laid, "compress_files", full)
    with pytest.raises(CannotCollect, match="No space left on device"):
        collect(tmp_path / "static")
    assert list((tmp_path / "static").iterdir()) == []


def test_a_page_names_what_is_laid_down_and_else_what_there_is(reached):
    assert Names().url("js/app.js") == "/static/js/app.js"
    reached(files={"js/app.js": "js/app.abc.js"})
    assert Names().url("js/app.js") == "/static/js/app.abc.js"
    assert Names().url("dot.svg") == "/static/dot.svg"
