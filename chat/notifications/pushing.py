"""Pushes what is due, from the start of a process to its end."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from chat.concurrency.threads import beside, read
from chat.files.threads import THREADS, Threads
from chat.logging.reasons import reason
from chat.net.outgoing import Unfit
from chat.notifications import endpoints, queue
from chat.notifications.encrypting import authorization, b64, seal
from chat.notifications.endpoints import Answer
from chat.notifications.models import Device, Push
from chat.notifications.wording import told
from chat.sessions.process import Process, logged
from chat.wire.errors import ChatError

logger = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
# So long a push service keeps what a device that is off cannot take.
TTL_SECONDS = 24 * 3600
GONE = (404, 410)
LATER = 429
# One that does not answer holds up few others.
PUSHING = Threads("chat-push-out")


async def keep(process: Process) -> None:
    """Look for what is due, and push it; while nothing is, nothing is written."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        await logged(push_due())


async def push_due() -> None:
    """Push all that is due, and nobody else is at."""
    if not await read(queue.is_due):
        return
    holder, free = secrets.token_hex(8), asyncio.Semaphore(THREADS)
    while due := await beside("push", partial(queue.claim, holder)):
        its: defaultdict[int, list[Push]] = defaultdict(list)
        for each in due:
            its[each.device_id].append(each)
        await asyncio.gather(*(_push_each(each, free) for each in its.values()))


async def _push_each(pushes: Iterable[Push], free: asyncio.Semaphore) -> None:
    """Of one device: what it is told later counts what it was told before. While one
    waits for a thread to be ``free``, its hold does not begin.
    """
    for push in pushes:
        async with free:
            await _push(push)


async def _push(push: Push) -> None:
    try:
        if sheet := await beside("push", partial(_sheet, push)):
            answer = await PUSHING.run(_post, push, sheet.body)
            await beside("push", partial(_settle, push, sheet, answer))
    except Unfit as error:
        logger.info("A push service could not be reached: %s", reason(error))
        await beside("push", partial(queue.put_off, push))
    except ChatError:
        raise  # the database is away: it is done again when the hold has lapsed
    except Exception:
        logger.exception("A push failed; it is tried again.")
        await beside("push", partial(queue.put_off, push))


class _Sheet(NamedTuple):
    """What a device is told, and which of its pushes are over by that."""

    body: bytes
    over: list[Push]


def _sheet(push: Push) -> _Sheet | None:
    """None: it has been read, or cannot be any more; or somebody else is at it."""
    if not queue.renew(push):
        return None
    if not queue.is_wanted(push):
        queue.drop(push)
        return None
    over = queue.over(push.device_id)
    badge = queue.count_shown(push.device_id) + 1
    return _Sheet(told(push, over, badge), over)


def _post(push: Push, body: bytes) -> Answer:
    device = push.device
    headers = {
        "Authorization": authorization(device.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL_SECONDS),
        "Urgency": "high",
        "Topic": _topic(push),
    }
    return endpoints.push(device.endpoint, seal(body, device.key, device.auth), headers)


def _topic(push: Push) -> str:
    """Of a device that is off its push service keeps the last of each conversation
    (RFC 8030 §5.4), and does not learn which that is.
    """
    place = push.decision and push.decision.conversation_id
    digest = hashlib.sha256(f"{push.device_id}.{place}".encode())
    return b64(digest.digest()[:24])


def _settle(push: Push, sheet: _Sheet, answer: Answer) -> None:
    status = answer.status
    if 200 <= status < 300:
        queue.end(push, sheet.over)
    elif status in GONE:
        Device.objects.filter(pk=push.device_id).delete()
    elif status == LATER or status >= 500:
        queue.put_off(push, answer.retry_after)
    else:
        logger.warning("A push service has refused a push: %d.", status)
        queue.drop(push)
