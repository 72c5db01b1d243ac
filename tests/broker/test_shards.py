"""Several Redis servers share the groups; one of them is reached by TLS."""

import asyncio
import ssl

import pytest
import trustme

from tests.support.clients import JsonClient
from tests.support.programs import LIMITS
from tests.support.servers import Site
from tests.support.valkey import Valkey

pytestmark = [pytest.mark.long, pytest.mark.processes]

ROOMS = [f"#room{number}" for number in range(12)]


@pytest.fixture
def valkeys():
    both = [Valkey(), Valkey()]
    yield both
    for valkey in both:
        valkey.stop()


@pytest.fixture
async def urls(valkeys, tmp_path):
    """The addresses of both: the second speaks TLS, by a door before it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)

    async def pass_on(reader, writer):
        try:
            behind = await asyncio.open_connection("127.0.0.1", valkeys[1].port)
        except OSError:
            return writer.close()
        await asyncio.gather(_pipe(reader, behind[1]), _pipe(behind[0], writer))

    async with await asyncio.start_server(pass_on, "localhost", 0, ssl=context) as door:
        port = door.sockets[0].getsockname()[1]
        yield [
            valkeys[0].url,
            f"rediss://localhost:{port}/0?ssl_ca_certs={tmp_path / 'ca.pem'}",
        ]


async def _pipe(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


@pytest.fixture
async def sites(urls, tmp_path):
    """Two processes that hear of each other by those servers alone."""
    redis = {"REDIS_URL": ", ".join(urls), **LIMITS}
    opened = [
        await asyncio.to_thread(Site, tmp_path / "data", **redis) for _ in range(2)
    ]
    yield opened
    for site in opened:
        await asyncio.to_thread(site.stop)


async def test_rooms_are_shared_by_two_servers_and_one_outlives_the_other(
    sites, valkeys
):
    ada, bob = [
        await JsonClient.enter(site.json, name)
        for site, name in zip(sites, ("ada", "bob"), strict=True)
    ]
    for room in ROOMS:
        await ada.ask("create", name=room)
        await bob.ask("join", room=room)
    shares = [_rooms(valkey) for valkey in valkeys]
    assert all(shares)
    assert len(shares[0] | shares[1]) == len(shares[0]) + len(shares[1])
    await _all_are_live(ada, bob, "live")

    await asyncio.to_thread(valkeys[1].stop)
    posted = [await ada.post(room, "still here") for room in ROOMS]
    living = {f"chat.group.room.{each['conversation']}" for each in posted} & shares[0]
    for each in posted:
        if f"chat.group.room.{each['conversation']}" in living:
            await bob.hears("message", id=each["id"])
    assert (await bob.hears("delayed"))["on"]

    await asyncio.to_thread(valkeys[1].start)
    while (await bob.hears("delayed"))["on"]:
        pass
    await _all_are_live(ada, bob, "again")


async def _all_are_live(ada, bob, word):
    for room in ROOMS:
        await ada.post(room, f"{word} in {room}")
        await bob.hears("message", body=f"{word} in {room}")


def _rooms(valkey):
    return {topic for topic in valkey.subscriptions if ".room." in topic}
