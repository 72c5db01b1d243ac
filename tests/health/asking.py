"""Somebody who asks the site's application for an address, over no socket."""

from typing import NamedTuple

from asgiref.testing import ApplicationCommunicator

from chatsite.asgi import application
from tests.support.waiting import SECONDS


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


async def ask(path, method="GET", client="127.0.0.1", **headers):
    """``headers`` by their names with underscores; the host is this machine."""
    given = {"host": "127.0.0.1:8000", **headers}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "client": (client, 4321),
        "headers": [
            (name.replace("_", "-").encode(), value.encode())
            for name, value in given.items()
            if value is not None
        ],
    }
    asking = ApplicationCommunicator(application, scope)
    await asking.send_input({"type": "http.request", "body": b""})
    start = await asking.receive_output(SECONDS)
    body = await asking.receive_output(SECONDS)
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], found, body["body"].decode())
