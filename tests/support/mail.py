"""A server for mail, in this process, and what it was given."""

import asyncio
import queue
from contextlib import contextmanager
from email import message_from_bytes, policy
from threading import Thread

from aiosmtpd.smtp import SMTP

PATIENCE_SECONDS = 10


class Mails:
    """Those that were sent; ``port`` is the server's, on loopback."""

    port: int

    def __init__(self):
        self._come = queue.Queue()

    def next(self):
        """The next one, as an ``EmailMessage``; waits for it."""
        return self._come.get(timeout=PATIENCE_SECONDS)

    @property
    def are_none(self):
        return self._come.empty()

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self._come.put(mail)
        return "250 OK"


@contextmanager
def serving():
    """Take mails for a while."""
    mails, loop = Mails(), asyncio.new_event_loop()
    began = loop.create_server(lambda: SMTP(mails, loop=loop), "127.0.0.1", 0)
    server = loop.run_until_complete(began)
    mails.port = server.sockets[0].getsockname()[1]
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield mails
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(_end(server))
        loop.close()


async def _end(server):
    """Take no more, and let those go who are there."""
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.gather(*others, return_exceptions=True)  # a QUIT cancels its task
    await server.wait_closed()


def link_in(mail):
    """The path that a mail leads to."""
    [line] = [each for each in mail.get_content().split() if "://" in each]
    return "/" + line.split("/", 3)[3]
