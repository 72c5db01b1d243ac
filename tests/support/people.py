"""People at the WebSocket door, in the test's own process: the real consumer, the real
database, the real Valkey; only the socket is left out."""

import asyncio
import json
from types import SimpleNamespace
from uuid import uuid4

from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore

from chat.consumers.websocket import WebSocketConsumer
from chat.models import User
from tests.support.waiting import SECONDS


class Person:
    """One connection of one person, by a log-in of its own if they have an account."""

    def __init__(self, user, session=None, address="", query=b""):
        self.user = user
        self.address = address
        self.session = session
        self.query = query
        self.heard = []

    async def knock(self, origin="http://localhost"):
        """Connect; whether they are let in is what they hear next."""
        headers = [(b"host", b"localhost"), (b"origin", origin.encode())]
        if self.user is not None:
            self.session = self.session or await log_in(self.user)
            headers.append((b"cookie", f"sessionid={self.session}".encode()))
        scope = {"type": "websocket", "path": "/ws/", "headers": headers}
        scope["client"] = (self.address, 0) if self.address else None
        scope["query_string"] = self.query
        self._socket = ApplicationCommunicator(WebSocketConsumer.as_asgi(), scope)
        await self._socket.send_input({"type": "websocket.connect"})
        return await self._socket.receive_output(SECONDS)

    async def arrive(self):
        await self.knock()
        self.welcome = await self.hears("welcome")
        return self

    async def go(self):
        await self._socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._socket.wait(SECONDS)

    async def is_told_goodbye(self):
        """The server stops."""
        await self._socket.send_input({"type": "websocket.goodbye"})

    async def say(self, type, **fields):
        """Send a command; return what answers it."""
        ref = str(uuid4())
        command = {"type": type, "ref": ref, **fields}
        await self._socket.send_input(
            {"type": "websocket.receive", "text": json.dumps(command, default=str)}
        )
        return await self._next(lambda event: event.get("ref") == ref)

    async def tell(self, type, **fields):
        """Send a command that has no answer."""
        text = json.dumps({"type": type, **fields})
        await self._socket.send_input({"type": "websocket.receive", "text": text})

    async def post(self, to, body, id=None, **more):
        return await self.say("post", to=to, body=body, id=id or uuid4(), **more)

    async def hears(self, type, **fields):
        """Wait for an event of that type with those fields."""
        wanted = {"type": type, **fields}
        return await self._next(
            lambda event: all(event.get(k) == v for k, v in wanted.items())
        )

    async def hears_nothing(self, type, **fields):
        """Whether no such event comes before the answer to a question asked now.

        The question goes out by the same ways as the event would: a message to the
        lobby, which everybody hears, is the fence.
        """
        fence = str(uuid4())
        await self.tell("post", to="#lobby", body=fence, id=fence)
        await self._fence(fence)
        wanted = {"type": type, **fields}
        return not [
            event
            for event in self.heard
            if all(event.get(k) == v for k, v in wanted.items())
        ]

    async def _fence(self, fence):
        while True:
            event = await self._read()
            if event["type"] == "message" and event["body"] == fence:
                return
            self.heard.append(event)

    async def _next(self, wanted):
        for event in self.heard:
            if wanted(event):
                self.heard.remove(event)
                return event
        while True:
            event = await self._read()
            if wanted(event):
                return event
            self.heard.append(event)

    async def _read(self):
        output = await self._socket.receive_output(timeout=SECONDS)
        if output["type"] == "websocket.close":
            return {"type": "closed", "code": output["code"]}
        return json.loads(output["text"])


@sync_to_async
def log_in(user):
    """Log in by the page; returns the key of the session."""
    session = SessionStore()
    request = SimpleNamespace(session=session, META={})
    login(request, user)
    session.save()
    return session.session_key


@sync_to_async
def account(name, **flags):
    """A registered person."""
    return User.objects.sign_up(name, "correct horse", **flags)


async def arrive(*names, **flags):
    """Registered people, each with one connection."""
    return [await Person(await account(name, **flags)).arrive() for name in names]


async def bring(host, person, room):
    """Invite somebody into a room that ``host`` is in; they accept."""
    await host.say("invite", conversation=room, name=person.user.name)
    return await person.say("accept", conversation=room)


async def eventually(question, seconds=SECONDS):
    """Wait until the question is answered with something true."""
    async with asyncio.timeout(seconds):
        while not (answer := await question()):
            await asyncio.sleep(0.01)
    return answer
