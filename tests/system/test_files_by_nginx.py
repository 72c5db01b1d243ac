"""nginx sends files itself: what the site lets somebody have, and nothing else."""

import http.client
import io
import os
import stat
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from uuid import uuid4

import pytest

from tests.files.pictures import colourful
from tests.support import proxies
from tests.support.encrypted import Certificate, EncryptedJson, blind
from tests.support.servers import Site
from tests.support.waiting import SECONDS
from tests.system.test_proxies import SETTINGS

pytestmark = pytest.mark.processes


def png():
    """A picture that tells nothing but what it shows: it is left as it is."""
    content = io.BytesIO()
    colourful().save(content, "PNG")
    return content.getvalue()


PNG = png()


@pytest.fixture(scope="module")
def behind(tmp_path_factory):
    """A site whose group may go through its folder, and nginx, which is in it."""
    ours = tmp_path_factory.mktemp("proxy")
    pair, how = Certificate(ours), {**SETTINGS, "CHAT_FILES_ACCEL": "x-accel-redirect"}
    with TemporaryDirectory() as temporary:
        var = Path(temporary) / "var"
        var.mkdir()
        for each in (var, var.parent):
            each.chmod(0o710)
        with (
            Site(var, **how) as site,
            proxies.nginx(site, ours, pair.certificate, pair.key) as doors,
        ):
            yield SimpleNamespace(site=site, doors=doors, var=var)


def ask(door, method, path, body=None, tls=True, **headers):
    how = http.client.HTTPSConnection if tls else http.client.HTTPConnection
    context = {"context": blind()} if tls else {}
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(how(*door, timeout=SECONDS, **context)) as connection:
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        return answer, answer.read()


async def shared(behind):
    """A picture in the lobby: where it is, by a link."""
    robot = await EncryptedJson.enter(behind.doors[9444], f"robot-{uuid4().hex[:8]}")
    upload = await robot.ask("upload", name="me.png", size=len(PNG))
    come, _ = ask(behind.doors[443], "PUT", upload["href"], PNG)
    assert come.status == 201
    [lobby] = [c for c in robot.welcome["conversations"] if c["name"] == "#lobby"]
    wish = {"to": lobby["id"], "id": str(uuid4()), "files": [upload["id"]]}
    posted = await robot.ask("share", **wish)
    told = await robot.ask("files", conversation=lobby["id"], seq=posted["seq"])
    return told["files"][0]["href"]


async def test_nginx_sends_what_the_site_lets_somebody_have(behind):
    href, door = await shared(behind), behind.doors[443]
    answer, body = ask(door, "GET", href)
    assert (answer.status, body) == (200, PNG)
    assert "x-accel-redirect" not in answer.headers
    told = {
        "content-type": "image/png",
        "content-disposition": "inline; filename*=UTF-8''me.png",
        "cache-control": "private, no-cache",
        "vary": "cookie",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-frame-options": "DENY",
    }
    assert {name: answer.headers[name] for name in told} == told
    # The site itself has sent none of it.
    proxied = {"X-Forwarded-Proto": "https", "Host": proxies.address(door)}
    own, nothing = ask(behind.site.web, "GET", href, tls=False, **proxied)
    assert (nothing, own.headers["x-accel-redirect"][:10]) == (b"", "/contents/")
    assert own.headers["etag"] == answer.headers["etag"]


async def test_parts_are_sent_and_what_one_has_is_not(behind):
    href, door = await shared(behind), behind.doors[443]
    tag = ask(door, "HEAD", href)[0].headers["etag"]
    part, body = ask(door, "GET", href, Range="bytes=8-11", If_Range=tag)
    assert (part.status, body) == (206, PNG[8:12])
    assert part.headers["content-range"] == f"bytes 8-11/{len(PNG)}"
    assert part.headers["content-security-policy"] == "default-src 'none'; sandbox"
    changed, body = ask(door, "GET", href, Range="bytes=8-11", If_Range='"other"')
    assert (changed.status, body) == (200, PNG)
    assert ask(door, "GET", href, Range=f"bytes={len(PNG)}-")[0].status == 416
    known, body = ask(door, "GET", href, If_None_Match=tag)
    assert (known.status, body) == (304, b"")


async def test_nobody_asks_nginx_for_a_content(behind):
    await shared(behind)
    [content] = [each for each in behind.var.glob("files/*/*") if each.is_file()][:1]
    name = content.relative_to(behind.var / "files")
    modes = [stat.S_IMODE(os.stat(each).st_mode) for each in (content, content.parent)]
    assert modes == [0o640, 0o750]
    for way in (
        "/contents/",
        "//contents/",
        "/files/../contents/",
        "/x/%2e%2e/contents/",
    ):
        answer, body = ask(behind.doors[443], "GET", f"{way}{name}")
        assert (answer.status, PNG in body) == (404, False), way
    forged = {"X-Accel-Redirect": f"/contents/{name}"}
    answer, body = ask(behind.doors[443], "GET", "/login/", **forged)
    assert PNG not in body
