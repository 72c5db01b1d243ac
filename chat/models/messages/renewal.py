"""Stored HTML is a cache: what an older renderer has made is made anew.

Whoever reads a message is given the HTML of this process's renderer, whatever is stored
(``html_of``): it is right from the first moment after an update. So that this is not
paid for at each look, the rows are renewed behind it, by ``sessions/renewing.py``:
conversation by conversation, in steps, each of a moment of a core and one short
transaction. How far it has come is kept as that of a log follower (``following``):
many processes share the work, and what one that was killed has left is gone on with.

The log knows nothing of it: no number is taken, and nothing is told. As every post and
edit takes a number, also those of a version before that runs beside are come by.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from time import thread_time
from typing import NamedTuple

from django.db import transaction

from chat.models.messages.following import Position
from chat.models.messages.message import Message
from chat.models.rooms.conversation import Conversation
from chat.text.markdown import RENDERER, render

logger = logging.getLogger(__name__)

_NAME = "renderer-{}"
# An older version that runs beside has another name, and takes nothing for done.
FOLLOWER = _NAME.format(RENDERER)
# In one transaction, for which others wait who write; and what they may take of a core.
STEP_MESSAGES = 50
STEP_SECONDS = 0.1
# After an update everybody asks for the same pages at once.
REMEMBERED = 1000


@dataclass
class Spent:
    """What it has taken of a core to render what somebody reads."""

    seconds: float = 0.0


class Step(NamedTuple):
    """``upto``: everything up to that number is done; ``seconds``: of a core."""

    upto: int
    more: bool
    seconds: float


class _Row(NamedTuple):
    pk: int
    changed: int
    body: str
    html: str
    renderer: int
    edited: bool

    @property
    def may_be_old(self) -> bool:
        # The version before edits without a word about who has rendered it.
        was_changed_beside = self.edited and self.renderer == RENDERER
        # What a newer one has made stays.
        is_old = self.renderer < RENDERER or was_changed_beside
        return bool(self.body) and is_old


def html_of(body: str, html: str, renderer: int, spent: Spent | None = None) -> str:
    """What shows a body, of which another renderer may have made the stored ``html``.

    Where that cannot be, what is stored. ``spent`` learns what it has taken: whoever
    reads pays for it, as whoever writes does.
    """
    if renderer == RENDERER or not body:
        return html
    began = thread_time()
    made = _rendered(body)
    if spent is not None:
        spent.seconds += thread_time() - began
    return made or html


def renew(conversation: int, since: int) -> Step:
    """Renew the next messages of a conversation that have changed after ``since``."""
    began = thread_time()
    # The head first: what is numbered up to there can be seen then.
    heads = Conversation.objects.filter(pk=conversation).values_list("head", flat=True)
    head = heads.first() or 0
    found = Message.objects.filter(conversation=conversation, changed__gt=since)
    rows = [
        _Row(*row)
        for row in found.order_by("changed").values_list(*_Row._fields)[:STEP_MESSAGES]
    ]
    done, fresh = since, []
    for row in rows:
        if row.may_be_old:
            html = _render(row.body) or row.html
            if (html, RENDERER) != (row.html, row.renderer):
                fresh.append((row, html))
        done = row.changed
        if thread_time() - began > STEP_SECONDS:
            break
    _store(fresh)
    more = done < rows[-1].changed or len(rows) == STEP_MESSAGES if rows else False
    # What takes a number and is no message is done with the last of them.
    return Step(done if more else max(head, done), more, thread_time() - began)


def forget_older() -> None:
    """Forget how far the renderers before this one have come."""
    older = [_NAME.format(number) for number in range(RENDERER)]
    Position.objects.filter(follower__in=older).delete()


def _store(fresh: Sequence[tuple[_Row, str]]) -> None:
    """Store what has other words by now, or a newer renderer's HTML, not at all."""
    if not fresh:
        return
    with transaction.atomic():
        for row, html in fresh:
            as_it_was = Message.objects.filter(
                pk=row.pk, body=row.body, renderer__lte=RENDERER
            )
            as_it_was.update(html=html, renderer=RENDERER)


@lru_cache(maxsize=REMEMBERED)
def _rendered(body: str) -> str:
    return _render(body)


def _render(body: str) -> str:
    """Empty, if it cannot be rendered."""
    try:
        return render(body)
    except Exception:
        # One message that cannot be shown anew must not hide those around it.
        logger.exception("A message of before could not be rendered.")
        return ""
