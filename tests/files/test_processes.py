"""Files of a real site: large ones come and go while people talk."""

import asyncio
import hashlib
import http.client
import time
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from tests.support.clients import JsonClient
from tests.support.s3 import BUCKET, S3
from tests.support.servers import Site
from tests.support.waiting import until

MEGABYTE = 1_000_000
PIECE = bytes(range(256)) * 1024


def put(site, href, size):
    """Send so many bytes; their hash, and what is answered."""
    digest = hashlib.sha256()

    def pieces():
        left = size
        while left:
            piece = PIECE[:left]
            digest.update(piece)
            left -= len(piece)
            yield piece

    headers = {"Content-Length": str(size)}
    with closing(http.client.HTTPConnection(*site.web, timeout=60)) as connection:
        connection.request("PUT", href, pieces(), headers)
        answer = connection.getresponse()
        return digest.hexdigest(), (answer.status, answer.read())


def get(site, href):
    with closing(http.client.HTTPConnection(*site.web, timeout=60)) as connection:
        connection.request("GET", href)
        answer, digest = connection.getresponse(), hashlib.sha256()
        while piece := answer.read(MEGABYTE):
            digest.update(piece)
        return digest.hexdigest()


def resident(site):
    """Of the server, in bytes."""
    status = Path(f"/proc/{site.process.pid}/status").read_text()
    return 1024 * int(status.split("VmRSS:")[1].split()[0])


async def talk(client, to, delays, is_over):
    while not is_over.is_set():
        began = time.monotonic()
        await client.post(to, "hello")
        delays.append(time.monotonic() - began)
        await asyncio.sleep(0.05)


async def carried(site, size, who="ada", other="bob"):
    """Have a file of that size come and go; how much the server has grown by it, and
    how long each post took that somebody has said meanwhile.
    """
    ada = await JsonClient.enter(site.json, who)
    to = ada.welcome["conversations"][0]["id"]
    upload = await ada.ask("upload", name="film.bin", size=size)
    before, delays, is_over = resident(site), [], asyncio.Event()
    bob = await JsonClient.enter(site.json, other)
    talking = asyncio.create_task(talk(bob, to, delays, is_over))
    sent, (status, said) = await asyncio.to_thread(put, site, upload["href"], size)
    assert (status, said) == (201, b"film.bin is here.\n")
    shared = {"to": to, "id": str(uuid4()), "files": [upload["id"]]}
    posted = await ada.ask("share", **shared)
    told = await ada.ask("files", conversation=to, seq=posted["seq"])
    [file] = told["files"]
    assert file["url"] == site.url.rstrip("/") + file["href"]
    assert await asyncio.to_thread(get, site, file["href"]) == sent
    is_over.set()
    await talking
    return resident(site) - before, sorted(delays)


@pytest.mark.processes
async def test_a_large_file_takes_no_memory_of_the_server(tmp_path):
    with Site(tmp_path) as site:
        grown, _ = await carried(site, 64 * MEGABYTE)
    assert grown < 20 * MEGABYTE


# --- In a bucket ----------------------------------------------------------------------


@pytest.fixture
def s3():
    server = S3()
    yield server
    server.go_on()
    server.close()


def patch(site, href, content, offset):
    headers = {"Upload-Offset": str(offset)}
    with closing(http.client.HTTPConnection(*site.web, timeout=60)) as connection:
        connection.request("PATCH", href, content, headers)
        return connection.getresponse().status


@pytest.mark.processes
async def test_a_bucket_that_is_killed_amid_an_upload_has_all_of_it_later(tmp_path, s3):
    size = 96 * MEGABYTE
    with Site(tmp_path, **s3.environment) as site:
        ada = await JsonClient.enter(site.json, "ada")
        upload = await ada.ask("upload", name="film.bin", size=size)
        putting = asyncio.create_task(
            asyncio.to_thread(put, site, upload["href"], size)
        )
        await until(
            lambda: s3.client.list_multipart_uploads(Bucket=BUCKET).get("Uploads")
        )
        s3.kill()
        sent, (status, said) = await putting
        assert (status, b"does not answer just now" in said) == (503, True)
        to = ada.welcome["conversations"][0]["id"]
        await ada.post(to, "others go on")
        s3.start()
        last = PIECE[(size - 1) % len(PIECE) :][:1]
        assert (
            await asyncio.to_thread(patch, site, upload["href"], last, size - 1) == 201
        )
        share = {"to": to, "id": str(uuid4()), "files": [upload["id"]]}
        posted = await ada.ask("share", **share)
        told = await ada.ask("files", conversation=to, seq=posted["seq"])
        assert await asyncio.to_thread(get, site, told["files"][0]["href"]) == sent
        assert site.text.count("The bucket of files fails") == 1


@pytest.mark.processes
async def test_a_site_ends_in_time_while_its_bucket_stands_still(tmp_path, s3):
    with Site(tmp_path, **s3.environment) as site:
        ada = await JsonClient.enter(site.json, "ada")
        upload = await ada.ask("upload", name="plan.pdf", size=4)
        s3.hold()
        putting = asyncio.create_task(asyncio.to_thread(put, site, upload["href"], 4))
        await until(lambda: [*tmp_path.glob("uploads/*")])
        began = time.monotonic()
        assert await asyncio.to_thread(site.stop) == 0
        assert time.monotonic() - began < 10
        # Who waited was told, or hung up.
        [outcome] = await asyncio.gather(putting, return_exceptions=True)
        assert isinstance(outcome, OSError) or outcome[1][0] == 500


@pytest.mark.processes
async def test_a_large_file_takes_no_memory_where_it_is_in_a_bucket(tmp_path, s3):
    with Site(tmp_path, **s3.environment) as site:
        # What speaks with it is there by then.
        await carried(site, 20 * MEGABYTE, "cy", "dan")
        grown, _ = await carried(site, 64 * MEGABYTE)
    assert grown < 20 * MEGABYTE
