"""Sentences of the page, tried at the doors of a real server."""

import asyncio
import json
import socket
from contextlib import suppress

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from chat import wire
from tests.support.clients import JsonClient, PlainClient, SocketClient, fill_in
from tests.support.servers import Site
from tests.support.waiting import SECONDS

pytestmark = pytest.mark.processes
READ_BYTES = 256 * 1024
PING = '{"type":"ping"}'
# At 20 a second they would take a quarter of a minute.
TOO_MANY = 400
PATIENTLY = {"proxy": None, "open_timeout": SECONDS}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def enter(site):
    """Come as a guest, at the WebSocket or at the JSON door."""

    async def enter(name, door="json"):
        if door == "json":
            return await JsonClient.enter(site.json, name)
        cookie = await asyncio.to_thread(fill_in, site.web, "guest/", name=name)
        return await SocketClient.enter(site.web, cookie)

    return enter


# --- The WebSocket --------------------------------------------------------------------


def _open(site, path="ws/", origin=None):
    address = "{}:{}".format(*site.web)
    origin = f"http://{address}" if origin is None else origin
    return connect(f"ws://{address}/{path}", origin=origin or None, **PATIENTLY)


@pytest.mark.parametrize(
    "where", [{"origin": ""}, {"origin": "http://else.where"}, {"path": "elsewhere/"}]
)
async def test_another_origin_or_path_is_answered_by_403(site, where):
    with pytest.raises(InvalidStatus) as refused:
        await _open(site, **where)
    assert refused.value.response.status_code == 403


async def test_without_a_log_in_it_is_closed_with_4401(site):
    async with _open(site) as line:
        assert json.loads(await line.recv())["code"] == "login-required"
        with suppress(ConnectionClosed):
            await line.recv()
        assert line.close_code == 4401


async def test_ten_malformed_frames_in_a_row_close_it_with_4400(enter):
    ada = await enter("rubbish", "web")
    for frame in ["no"] * 9 + [PING] + ["no"] * 5 + ['{"type":"dance"}'] + ["no"] * 5:
        await ada.write(frame)
    await ada.ends()
    codes = [each.get("code") for each in ada.events if each["type"] != "presence"]
    assert codes.count("malformed") == 9 + 10 + 1
    assert ada.close_code == 4400


async def test_a_frame_that_is_too_long_is_answered_and_a_larger_one_closes(enter):
    ada = await enter("bulky", "web")
    await ada.write(PING.ljust(wire.MAX_FRAME_BYTES))
    await ada.hears("pong")
    for size in (wire.MAX_FRAME_BYTES + 1, READ_BYTES):
        await ada.write(PING.ljust(size))
        await ada.hears("error", code="too-long")
    await ada.write(PING.ljust(READ_BYTES + 1))
    await ada.ends()
    assert ada.close_code == 1009


# --- The TCP doors --------------------------------------------------------------------


async def test_a_line_that_is_too_long_is_dropped_and_the_next_one_is_read(enter):
    ada = await enter("wordy")
    await ada.write(PING.ljust(wire.MAX_FRAME_BYTES))
    await ada.hears("pong")
    # One of a MiB would be read slowly: until it ends it says nothing.
    for size in (wire.MAX_FRAME_BYTES + 1, READ_BYTES + 1):
        await ada.write(PING.ljust(size))
        await ada.hears("error", code="too-long")


async def test_at_the_door_for_plain_text_8192_bytes_are_a_line(enter, site):
    ada = await PlainClient.enter(site.plain, "plain")
    await ada.write("/".ljust(8192, "x"))
    await ada.hears("! There is no /x")
    await ada.write("/".ljust(8193, "x"))
    await ada.hears("! A line has at most 8,192 bytes.")


async def test_who_has_said_all_gets_all_the_answers(site):
    say = [{"type": "login", "name": "script"}, *[{"type": "ping"}] * 20]
    script = "".join(f"{json.dumps(each)}\r\n\r\n" for each in say)
    with socket.create_connection(site.json, timeout=SECONDS) as line:
        line.sendall(script.encode())
        line.shutdown(socket.SHUT_WR)
        answers = line.makefile().read()
    assert answers.count('"pong"') == 20


# --- Commands -------------------------------------------------------------------------


async def test_a_hundred_commands_at_once_are_done_and_then_twenty_a_second(enter):
    ada = await enter("hasty")
    for number in range(TOO_MANY):
        await ada.tell("who", ref=f"{number}")
    answers = [await _answer(ada) for _ in range(TOO_MANY)]
    assert all("code" not in each for each in answers[:100])
    # A slow machine has come to the next one's turn now and then.
    refused = [each for each in answers if each.get("code") == "rate-limited"]
    assert 0 < refused[-1]["retry"] <= 1 / 20
    # Those that it had come to have taken the next ones' turns.
    await asyncio.sleep(1 / 20)
    assert (await ada.ask("who"))["type"] == "online"


async def _answer(client):
    while "ref" not in (event := json.loads(await client.read())):
        pass
    return event


async def test_who_is_brought_in_begins_at_read(enter):
    ada, bob = await enter("ada"), await enter("bob")
    room = await ada.ask("create", name="cellar", private=True)
    number = room["conversation"]["id"]
    before = [await ada.post(number, f"{n}") for n in range(3)]
    await ada.ask("invite", conversation=number, name="bob")
    joined = (await bob.ask("accept", conversation=number))["conversation"]
    after = [await ada.post(number, f"{n}") for n in range(3)]
    assert joined["read"] == before[-1]["seq"] <= joined["head"]
    changes = await bob.ask("changes", conversation=number, since=joined["read"])
    told = [each["seq"] for each in changes["messages"]]
    assert told == [each["seq"] for each in after]
