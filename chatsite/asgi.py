"""One ASGI application for every door: http, websocket and tcp."""

import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
http = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402  (needs the apps)
from django.urls import path, re_path  # noqa: E402

from chat.consumers.tcp import TcpConsumer  # noqa: E402
from chat.consumers.websocket import WebSocketConsumer  # noqa: E402


async def turn_away(scope: Any, receive: Any, send: Any) -> None:
    """Refuse a WebSocket to any other path: a 404, not a traceback in the log."""
    await receive()
    await send({"type": "websocket.close", "code": 4404})


websocket = URLRouter(
    [path("ws/", WebSocketConsumer.as_asgi()), re_path("", turn_away)]
)

application = ProtocolTypeRouter(
    {"http": http, "websocket": websocket, "tcp": TcpConsumer.as_asgi()}
)
