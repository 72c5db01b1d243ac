"""What people say, on its way into the logs.

A post is *resolved* to its place, *deduplicated* by its id, its direct conversation
*opened* if there is none, then it is *authorised*, *numbered*, stored and *answered*.

Posts that arrive together share everything: the looks into the database, one
transaction, and one way to Redis. What is wrong with one is that one's answer alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper as Cursor
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.concurrency.trouble import is_lock, is_trouble
from chat.models.messages import quotes
from chat.models.messages.log import changing, groups_of, note_happened, people_of
from chat.models.messages.message import SAID_ONCE, Message
from chat.models.permissions import UNKNOWN, Standing, acting_as, kinds_of, require_post
from chat.models.posting import pacing, screens, statements, stuck
from chat.models.posting.addresses import find, resolve
from chat.models.posting.draft import NOWHERE, Answer, Draft, Place, PostRequest
from chat.models.posting.reading import mark_read
from chat.models.posting.repeated import same
from chat.models.rooms.conversation import Conversation
from chat.models.tables import lock
from chat.models.tables.columns import defaults, is_broken
from chat.text.clean import clean_body, digest
from chat.text.markdown import render
from chat.wire.errors import ChatError, NotStored

logger = logging.getLogger(__name__)


def post_all(requests: Sequence[PostRequest]) -> list[Answer | ChatError]:
    """Store posts in their order; return what each is answered.

    The same ``id`` by the same author is the same message. The errors are those of
    ``wire.Post``; what a hook raises; NotStored, if the database or a hook fails; and
    Locked, if somebody else keeps a row that it needs. Its troubles are raised for all.
    """
    drafts = [Draft(*request) for request in requests]
    _post_together(drafts)
    return [draft.result for draft in drafts if draft.result is not None]


def _post_together(drafts: Sequence[Draft]) -> None:
    """Post them as one; if that fails, each alone: it is not the others' fault."""
    try:
        _post(drafts)
    except Exception as error:
        if is_trouble(error):
            if not (is_lock(error) and stuck.learn(drafts)):
                raise
            _post_together(drafts)  # without those that would wait again
        elif len(drafts) > 1:
            for draft in drafts:
                _post_together([draft])
        elif is_broken(SAID_ONCE, error, Message):
            # Another has stored this id at the same moment; now it can be seen.
            _post(drafts)
        else:
            drafts[0].result = _refusal(error)


def _refusal(error: Exception) -> ChatError:
    if isinstance(error, ChatError):
        return error
    logger.error("A post could not be stored.", exc_info=error)
    return NotStored()


def _post(drafts: Sequence[Draft]) -> None:
    while waiting := [draft for draft in drafts if draft.result is None]:
        # An id that comes twice is known the second time.
        once: dict[tuple[int, UUID], Draft] = {}
        for draft in waiting:
            once.setdefault((draft.author.pk, draft.id), draft)
        _post_once(list(once.values()))


def _post_once(drafts: Sequence[Draft]) -> None:
    if not (drafts := _each(drafts, _clean)):
        return
    if named := [draft for draft in drafts if not isinstance(draft.to, int)]:
        resolve(named)
    if lock.ROWS and not (drafts := stuck.set_aside(drafts)):
        return
    with changing() as told, connection.cursor() as cursor:
        if named:
            find(cursor, named)
        _look(cursor, drafts)
        drafts = _allowed(_open(cursor, _deduplicate(drafts)))
        held = [draft for draft in drafts if draft.held]
        drafts = [draft for draft in drafts if not draft.held]
        messages = _store(cursor, drafts)
        for draft, message in zip(drafts, messages, strict=True):
            told.append((groups_of(draft.place.id, draft.place.pair), message))
            if last := draft.place.happened_last:
                note_happened(draft.place.id, last)
        if behind := _behind(drafts, messages):
            told += mark_read(partial(_ask, cursor), behind)
    for draft, said in zip(drafts, messages, strict=True):
        place, seq = said.conversation, said.seq
        draft.result = wire.Posted(id=said.id, conversation=place, seq=seq, at=said.at)
    for draft in held:
        draft.result = draft.held


def _each(
    drafts: Sequence[Draft], step: Callable[[Draft], Answer | None]
) -> list[Draft]:
    """Take a step with each; return those that it has not ended."""
    for draft in drafts:
        try:
            draft.result = step(draft)
        except ChatError as error:
            draft.result = error
    return [draft for draft in drafts if draft.result is None]


def _clean(draft: Draft) -> None:
    draft.text = clean_body(draft.body)
    draft.html = draft.html or render(draft.text)
    if isinstance(draft.to, int):
        draft.number = draft.to


# --- In the transaction ---------------------------------------------------------------


def _look(cursor: Cursor, drafts: Sequence[Draft]) -> None:
    """See the places, how the authors stand there, and which ids were used.

    Nobody else writes into the logs of these places until this is committed.
    """
    _lock(cursor, {draft.number for draft in drafts if draft.number is not None})
    rows = []
    for which, draft in enumerate(drafts):
        draft.place, draft.standing, draft.earlier = NOWHERE, UNKNOWN, None
        rows.append((which, draft.author.pk, draft.number or 0, _id(cursor, draft.id)))
    places: dict[int, Place] = {}
    for which, *row in _ask(cursor, statements.STANDING, rows):
        name, epoch, is_active, muted, read, block, earlier, left, *more = row
        is_staff, role, number, *place = more
        draft, is_member = drafts[which], read is not None
        draft.sender, draft.read, draft.earlier = name, read, earlier
        if number is not None:
            if number not in places:
                places[number] = Place(number, *place)
            draft.place = places[number]
        if draft.place.pair is not None:
            is_member = draft.author.pk in people_of(draft.place.pair)
        how = is_active, muted, is_member, block is not None, left
        draft.standing = Standing(epoch, *how, acting_as(role, is_staff=is_staff))


def _lock(cursor: Cursor, numbers: set[int]) -> None:
    """Always in the same order: two processes would else wait for each other."""
    if numbers and cursor.db.features.has_select_for_update:
        marks = ", ".join(["%s"] * len(numbers))
        cursor.execute(statements.LOCK.format(marks=marks), list(numbers))


def _deduplicate(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """The same id is the same message, whatever has become of its place."""
    used = [draft.earlier for draft in drafts if draft.earlier is not None]
    if not used:
        return drafts
    messages = Message.objects.select_related("conversation").in_bulk(used)

    def recognise(draft: Draft) -> wire.Posted | None:
        earlier = draft.earlier and messages.get(draft.earlier)
        # One that is gone meanwhile, with all of its room, is not the same any more.
        said = digest(draft.text, action=draft.action, reply_to=draft.reply_to)
        return same(draft, earlier, said) if earlier else None

    return _each(drafts, recognise)


def _open(cursor: Cursor, drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Open the direct conversations that are not there yet."""
    opened = []
    new = [it for it in drafts if it.place is NOWHERE and it.other and not it.reply_to]
    # In one order, as for ``_lock``: how many each author may open is a row, too.
    for draft in sorted(new, key=lambda draft: draft.author.pk):
        assert draft.other is not None
        try:
            direct = Conversation.objects.direct(draft.author, draft.other)
        except ChatError as error:
            draft.result = error
        else:
            draft.number = direct.pk
            opened.append(draft)
    if opened:
        _look(cursor, opened)
    return [draft for draft in drafts if draft.result is None]


def _allowed(drafts: Sequence[Draft]) -> list[Draft]:
    """Those that may be said there, now; or that wait, where they are ``held``."""
    drafts = _each(drafts, _authorise)
    if any(draft.reply_to for draft in drafts):
        drafts = _each(drafts, quotes.quoting(drafts))
    if any(draft.place.slow for draft in drafts):
        return _each(drafts, pacing.screen_at_pace)
    return _each(drafts, screens.screen) if screens.ASKED else drafts


def _authorise(draft: Draft) -> None:
    if draft.trouble is not None:
        raise draft.trouble
    draft.held, draft.is_again, place = None, False, draft.place
    is_public = place.pair is None and not place.private
    kinds = kinds_of(place.speakers, archived=place.archived)
    about = draft.author.epoch, draft.standing
    require_post(*about, is_public=is_public, kinds=kinds)


def _store(cursor: Cursor, drafts: Sequence[Draft]) -> list[wire.MessagePosted]:
    """Give each its number, and store it."""
    at = wire.timestamp(now := timezone.now())
    messages = [_number(draft, at) for draft in drafts]
    heads = {message.conversation: message.seq for message in messages}
    _ask(cursor, statements.HEADS, list(heads.items()))
    stored_at = cursor.db.ops.adapt_datetimefield_value(now)
    rows: list[tuple[Any, ...]] = [_row(cursor, each, stored_at) for each in messages]
    if others := statements.OTHERS:
        rows = [(*row, *defaults(Message, others)) for row in rows]
    if cursor.db.vendor == "sqlite":  # it would read one anew for each number of rows
        cursor.executemany(statements.STORE_ROW, rows)
    else:
        _ask(cursor, statements.STORE, rows)
    return messages


def _number(draft: Draft, at: str) -> wire.MessagePosted:
    place, author = draft.place, draft.author
    place.head += 1
    return wire.MessagePosted(
        conversation=place.id,
        seq=place.head,
        id=draft.id,
        sender=draft.sender,
        author=author.pk,
        body=draft.text,
        html=draft.html,
        at=at,
        guest=author.guest,
        action=draft.action or UNSET,
        reply_to=draft.reply_to or UNSET,
        quote=draft.quote or UNSET,
        poll=draft.poll or UNSET,
        shared=draft.shared or UNSET,
    )


def _row(cursor: Cursor, said: wire.MessagePosted, at: Any) -> statements.Stored:
    about = said.conversation, said.seq, said.seq, said.author, _id(cursor, said.id)
    is_action, reply_to = said.action is True, said.reply_to or None
    text = said.body, said.html, digest(said.body, action=is_action, reply_to=reply_to)
    return statements.Stored(*about, *text, at, is_action, reply_to=reply_to)


def _behind(
    drafts: Sequence[Draft], messages: Sequence[wire.MessagePosted]
) -> dict[tuple[int, int], int]:
    """Who may have read something only by posting; see ``mark_read``."""
    return {
        (said.conversation, said.author): said.seq
        for draft, said in zip(drafts, messages, strict=True)
        if draft.reads is not None and max(draft.read or 0, draft.reads) < said.seq - 1
    }


# --- The queries ----------------------------------------------------------------------


def _id(cursor: Cursor, id: UUID) -> UUID | str:
    """As the database has it; asking ``connection`` is as dear as all of the row."""
    return id if cursor.db.features.has_native_uuid_field else id.hex


def _ask(cursor: Cursor, query: str, rows: Sequence[Sequence[Any]]) -> list[Any]:
    """Run a query that has these rows in it."""
    if not rows:
        return []
    marks = ", ".join(["%s"] * len(rows[0]))
    query = query.format(rows=", ".join([f"({marks})"] * len(rows)))
    cursor.execute(query, [value for row in rows for value in row])
    return cursor.fetchall() if cursor.description else []
