"""The chat of Channels' tutorial, as it stands there: the rewritten, async consumer."""

import json
import os

from django.conf import settings

settings.configure(
    SECRET_KEY="only for the benchmark",
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [os.environ.get("BENCHMARK_REDIS", "redis://")]},
        }
    },
)

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402

ROOM = "chat_lobby"


class ChatConsumer(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        await self.channel_layer.group_add(ROOM, self.channel_name)
        await self.accept()

    async def disconnect(self, close_code: int) -> None:
        await self.channel_layer.group_discard(ROOM, self.channel_name)

    async def receive(self, text_data: str) -> None:
        message = json.loads(text_data)["message"]
        event = {"type": "chat.message", "message": message}
        await self.channel_layer.group_send(ROOM, event)

    async def chat_message(self, event: dict) -> None:
        await self.send(text_data=json.dumps({"message": event["message"]}))


async def application(scope, receive, send):
    await ChatConsumer.as_asgi()(scope, receive, send)
