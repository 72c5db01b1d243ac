"""One ASGI application for every door: http, websocket and tcp."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
http = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402  (needs the apps)
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402

from chat.consumers import TcpConsumer, WebSocketConsumer  # noqa: E402

websocket = AuthMiddlewareStack(URLRouter([path("ws/", WebSocketConsumer.as_asgi())]))

application = ProtocolTypeRouter(
    {"http": http, "websocket": websocket, "tcp": TcpConsumer.as_asgi()}
)
