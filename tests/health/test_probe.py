"""What doctor asks by a WebSocket is for whoever has the site's key alone."""

import json

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.signing import TimestampSigner

from chat.health.probe import PATH, ticket
from chatsite.asgi import websocket
from tests.support.waiting import SECONDS


class Written(list):
    write = list.append


async def opened(ticket, writer):
    """What it answers; and the connection."""
    scope = {"type": "websocket", "path": PATH, "scheme": "wss", "extensions": {}}
    scope["headers"] = [(b"x-forwarded-for", b"192.0.2.1,  192.0.2.2")]
    scope["query_string"] = f"ticket={ticket}&quiet=0".encode()
    if writer is not None:
        scope["extensions"]["chat.writer"] = writer
    connection = ApplicationCommunicator(websocket, scope)
    await connection.send_input({"type": "websocket.connect"})
    return await connection.receive_output(SECONDS), connection


ANOTHERS = TimestampSigner(salt="other").sign("")


@pytest.mark.parametrize(
    "given",
    ["", "::", ANOTHERS, "&" * 2000],
    ids=["none", "odd", "another's", "much"],
)
async def test_without_a_ticket_there_is_nothing(given):
    answer, _ = await opened(given, Written())
    assert answer == {"type": "websocket.close", "code": 4404}


async def test_it_tells_what_came_along_and_pings():
    written = Written()
    answer, connection = await opened(ticket(), written)
    assert answer["type"] == "websocket.accept"
    told = json.loads((await connection.receive_output(SECONDS))["text"])
    assert told == {"scheme": "wss", "forwarded": ["192.0.2.1", "192.0.2.2"]}
    assert (await connection.receive_output(SECONDS))["text"] == "{}"
    await connection.send_input({"type": "websocket.disconnect"})
    await connection.wait(SECONDS)
    assert written == [b"\x89\x00"]
