"""One ASGI application for every door: http, websocket and tcp."""

import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter  # noqa: E402  (needs the apps)

from chat.consumers.tcp import TcpConsumer  # noqa: E402
from chat.consumers.websocket import WebSocketConsumer  # noqa: E402
from chat.files.door import Files  # noqa: E402
from chat.files.logo.door import Logos  # noqa: E402
from chat.health.addresses import Health  # noqa: E402
from chat.health.probe import PATH, probe  # noqa: E402
from chat.web.requests import Handler  # noqa: E402

chat: Any = WebSocketConsumer.as_asgi()


async def websocket(scope: Any, receive: Any, send: Any) -> None:
    """The chat; to any other path a 404, and not a traceback in the log."""
    if scope["path"] == "/ws/":
        await chat(scope, receive, send)
    elif scope["path"] == PATH:
        await probe(scope, receive, send)
    else:
        await receive()
        await send({"type": "websocket.close", "code": 4404})


application: Any = ProtocolTypeRouter(
    {
        "http": Health(Files(Logos(Handler()))),
        "websocket": websocket,
        "tcp": TcpConsumer.as_asgi(),
    }
)
