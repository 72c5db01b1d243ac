"""uvicorn's HTTP at our door, with a transport of our own."""

import asyncio

import pytest
import uvicorn
from uvicorn.server import ServerState

from chat.net.http import Http
from chat.net.turnstile import Turnstile
from chat.net.web_door import WebDoor, WebLimits


class Transport(asyncio.Transport):
    def write(self, data):
        pass

    def is_closing(self):
        return False

    def close(self):
        pass


async def answer(scope, receive, send):
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


@pytest.mark.parametrize(("others", "seconds"), [(0, 75), (9, 5)])
async def test_a_connection_is_kept_longer_where_there_is_room(others, seconds):
    door = WebDoor(WebLimits(), Turnstile(20, 20))
    for other in range(others):
        door.admit(f"192.0.2.{other}", 0)
    config = uvicorn.Config(answer, log_config=None)
    config.load()
    http = Http(door, config=config, server_state=ServerState(), app_state={})
    http.connection_made(Transport({"peername": ("192.0.2.99", 1)}))
    http.data_received(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    await asyncio.gather(*http.tasks)
    left = http.timeout_keep_alive_task.when() - asyncio.get_running_loop().time()
    assert left == pytest.approx(seconds, abs=1)
    http.connection_lost(None)
