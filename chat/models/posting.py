"""What people say, on its way into the logs.

Posts that arrive together share everything: the looks into the database, whose number
does not grow with theirs, one transaction, and one way to Redis. A post that comes
alone is a list of one. What is wrong with one of them is that one's answer alone.

The queries are in SQL: to put them together would cost Django more than all the rest.
``VALUES`` calls its columns column1, column2, … in both databases, and ``CROSS JOIN``
has SQLite begin with them, where it would else read the whole table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Sized
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection
from django.db.backends.utils import CursorWrapper as Cursor
from django.utils import timezone

from chat import wire
from chat.delivery.announce import announce_all
from chat.models.conversation import Conversation
from chat.models.groups import pair_of
from chat.models.guest import address_key
from chat.models.log import changing
from chat.models.message import Message
from chat.models.permissions import Standing, require_post
from chat.models.user import User
from chat.text.clean import clean_body, digest
from chat.text.markdown import render
from chat.text.names import room_key
from chat.wire.errors import (
    ChatError,
    IdReused,
    Malformed,
    NoSuchConversation,
    NoSuchUser,
)

# What finds a place that is meant by another thing than its number.
NUMBERS = "SELECT id, name, pair FROM chat_conversation WHERE {}"
LOCK = """
    SELECT id FROM chat_conversation WHERE id IN ({marks}) ORDER BY id
    FOR NO KEY UPDATE
"""
PLACE = ["id", "head", "kind", "name", "pair", "private"]
SEEN = f"""
    SELECT said.column1, author.epoch, author.is_active, author.muted, membership.id,
        earlier.id, {", ".join(f"place.{column}" for column in PLACE)}
    FROM (VALUES {{rows}}) AS said CROSS JOIN chat_user AS author
    LEFT JOIN chat_conversation AS place ON place.id = said.column3
    LEFT JOIN chat_membership AS membership
    ON membership.conversation_id = place.id AND membership.user_id = author.id
    LEFT JOIN chat_message AS earlier
    ON earlier.author_id = author.id AND earlier.uuid = said.column4
    WHERE author.id = said.column2
"""  # noqa: S608
HEADS = """
    UPDATE chat_conversation SET head = taken.column2
    FROM (VALUES {rows}) AS taken WHERE id = taken.column1
"""
STORE = """
    INSERT INTO chat_message (conversation_id, seq, changed, author_id, uuid, body,
        html, digest, at, edited, deleted)
    VALUES {rows}
"""


class PostRequest(NamedTuple):
    """A person's wish to post; ``to`` and ``id`` as in ``wire.Post``."""

    author: User
    to: int | str
    body: str
    id: UUID


class Seen(NamedTuple):
    """What the database says of a post's author, place and id as it is stored."""

    epoch: int | None = None
    is_active: bool = True
    muted: bool = False
    membership: int | None = None
    earlier: int | None = None


class Draft:
    """A post, what is known of it, and in the end what has become of it."""

    text: str
    html: str
    seen: Seen
    message: wire.MessagePosted

    def __init__(self, request: PostRequest) -> None:
        self.author, self.to, self.body, self.id = request
        # The place's number, or what finds it: a column of its table, and the value.
        self.number: int | None = None
        self.address: tuple[str, str] | None = None
        # Why there is none.
        self.trouble: ChatError = NoSuchConversation()
        # Who is meant by "@name".
        self.other: User | None = None
        self.place: Conversation | None = None
        self.earlier: Message | None = None
        self.result: wire.Posted | ChatError | None = None

    def aim(self, people: dict[str, User]) -> None:
        if isinstance(self.to, int):
            self.number = self.to
        elif self.to.startswith("#"):
            self.address = ("name", room_key(self.to))
        elif not self.to.startswith("@"):
            detail = '"to" is a conversation\'s number, "#room" or "@name".'
            self.trouble = Malformed(detail)
        elif other := people.get(address_key(self.to)):
            self.other = other
            self._aim_at(other)
        else:
            self.trouble = NoSuchUser()

    def _aim_at(self, other: User) -> None:
        try:
            self.address = ("pair", pair_of(self.author, other))
        except ChatError as error:
            self.trouble = error

    # --- Steps: each may end it, with a message or an error ---------------------------

    def clean(self) -> None:
        self.text = clean_body(self.body)
        self.html = render(self.text)

    def recognise(self) -> wire.Posted | None:
        """The same id is the same message, whatever has become of its place."""
        if self.earlier is None:
            return None
        is_there = _is_addressed(self.earlier.conversation, self.to, self.author)
        if not is_there or bytes(self.earlier.digest) != digest(self.text):
            raise IdReused
        return self.earlier.posted_answer()

    def arrive(self) -> None:
        if self.place is None and self.address is not None and self.other is not None:
            self.place = Conversation.objects.direct(self.author, self.other)
            self.number = self.place.pk
        if self.place is None:
            raise self.trouble

    def be_heard(self) -> None:
        place, seen = self.there, self.seen
        is_member = seen.membership is not None
        if not place.is_room:
            is_member = self.author.pk in place.people
        now = Standing(seen.epoch, seen.is_active, seen.muted, is_member)
        is_public = place.is_room and not place.private
        require_post(self.author.epoch, now, is_public=is_public)

    def be_numbered(self, at: str) -> None:
        place, author = self.there, self.author
        place.head += 1
        self.message = wire.MessagePosted(
            conversation=place.pk,
            seq=place.head,
            id=self.id,
            sender=author.name,
            author=author.pk,
            body=self.text,
            html=self.html,
            at=at,
            guest=author.guest,
        )

    def be_stored(self) -> None:
        stored = self.message
        self.result = wire.Posted(
            id=stored.id,
            conversation=stored.conversation,
            seq=stored.seq,
            at=stored.at,
        )

    @property
    def there(self) -> Conversation:
        """The place, once it has arrived."""
        if self.place is None:
            raise self.trouble
        return self.place


def post(author: User, to: int | str, body: str, id: UUID) -> Message:
    """Say something where ``to`` means; see ``post_all``, also for errors.

    ``to``: a conversation's number, ``"#room"`` or ``"@name"``, which opens the direct
    conversation if there is none. The same ``id`` again gives the same message.
    """
    [result] = post_all([PostRequest(author, to, body, id)])
    if isinstance(result, ChatError):
        raise result
    return Message.objects.select_related("conversation").get(
        conversation=result.conversation, seq=result.seq
    )


def post_all(posts: Sequence[PostRequest]) -> list[wire.Posted | ChatError]:
    """Store posts in their order; return what each is answered.

    The same ``id`` by the same author again is the same message. The errors are
    Malformed, TooLong, IdReused (for another body, or to somewhere else), NotAllowed,
    NoSuchConversation, NoSuchUser, NotAMember, Banned, LoginRequired and Muted.
    """
    drafts = [Draft(request) for request in posts]
    try:
        _post(drafts)
    except IntegrityError:
        # Another thread or process has stored one of these ids at the same moment; now
        # it can be seen.
        _post(drafts)
    return [draft.result for draft in drafts if draft.result is not None]


def _post(drafts: Sequence[Draft]) -> None:
    while waiting := [draft for draft in drafts if draft.result is None]:
        # An id that comes twice is known the second time.
        once: dict[tuple[int, UUID], Draft] = {}
        for draft in waiting:
            once.setdefault((draft.author.pk, draft.id), draft)
        _post_once(list(once.values()))


def _post_once(drafts: Sequence[Draft]) -> None:
    drafts = _each(drafts, Draft.clean)
    people = _people(drafts)
    for draft in drafts:
        draft.aim(people)
    if drafts:
        with changing():
            stored = _store(drafts)
        for draft in stored:
            draft.be_stored()


def _is_addressed(place: Conversation, to: int | str, sender: User) -> bool:
    """Whether ``to`` meant this conversation when ``sender`` wrote to it."""
    if isinstance(to, int):
        return place.pk == to
    if to.startswith("#"):
        return place.is_room and room_key(to) == place.name
    if place.is_room or not to.startswith("@"):
        return False
    other = User.objects.exclude(pk=sender.pk).get(pk__in=place.people)
    return to[1:] == other.address or other.is_called(to[1:])


def _each(
    drafts: Sequence[Draft], step: Callable[[Draft], wire.Posted | None]
) -> list[Draft]:
    """Take a step with each; return those that it has not ended."""
    for draft in drafts:
        try:
            draft.result = step(draft)
        except ChatError as error:
            draft.result = error
    return [draft for draft in drafts if draft.result is None]


def _people(drafts: Sequence[Draft]) -> dict[str, User]:
    """Whoever is written to by name, by key."""
    names = [str(draft.to) for draft in drafts if str(draft.to).startswith("@")]
    keys = {address_key(name) for name in names}
    found = User.objects.filter(key__in=keys) if keys else ()
    return {user.key: user for user in found}


# --- In the transaction ---------------------------------------------------------------


def _store(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Store what may be said; return it."""
    with connection.cursor() as cursor:
        _find(cursor, drafts)
        _look(cursor, drafts)
        drafts = _each(drafts, Draft.recognise)
        known = {draft.place for draft in drafts}
        drafts = _each(drafts, Draft.arrive)
        if opened := [draft for draft in drafts if draft.place not in known]:
            _look(cursor, opened)
        drafts = _each(drafts, Draft.be_heard)
        if drafts:
            _insert(cursor, drafts)
    announce_all((draft.there.groups, draft.message) for draft in drafts)
    return drafts


def _find(cursor: Cursor, drafts: Sequence[Draft]) -> None:
    """Find the numbers of the places that are meant by something else."""
    wanted: dict[str, set[str]] = {}
    for draft in drafts:
        if draft.address is not None:
            column, value = draft.address
            wanted.setdefault(column, set()).add(value)
    if not wanted:
        return
    query = NUMBERS.format(
        " OR ".join(f"{column} IN ({_marks(its)})" for column, its in wanted.items())
    )
    cursor.execute(query, [value for values in wanted.values() for value in values])
    numbers: dict[tuple[str, str], int] = {}
    for number, name, pair in cursor:
        numbers["name", name] = numbers["pair", pair] = number
    for draft in drafts:
        if draft.address is not None:
            draft.number = numbers.get(draft.address)


def _look(cursor: Cursor, drafts: Sequence[Draft]) -> None:
    """See who they are, the places, whether they are there, and which ids were used.

    Nobody else writes into the logs of these places until this is committed.
    """
    _lock(cursor, {draft.number for draft in drafts if draft.number is not None})
    rows = [
        (number, draft.author.pk, draft.number or 0, _uuid(draft.id))
        for number, draft in enumerate(drafts)
    ]
    found: dict[int, Seen] = {}
    places: dict[int | None, Conversation] = {}
    for number, *row in _ask(cursor, SEEN, rows):
        found[number] = Seen(*row[:5])
        place = row[5:]
        if place[0] is not None and place[0] not in places:
            places[place[0]] = Conversation.from_db(DEFAULT_DB_ALIAS, PLACE, place)
    used = [seen.earlier for seen in found.values() if seen.earlier is not None]
    earlier: dict[int | None, Message] = {}
    if used:
        messages = Message.objects.select_related("conversation", "author")
        earlier.update(messages.in_bulk(used))
    for number, draft in enumerate(drafts):
        draft.seen = found.get(number, Seen())
        draft.earlier = earlier.get(draft.seen.earlier)
        draft.place = places.get(draft.number)


def _lock(cursor: Cursor, numbers: set[int]) -> None:
    """Always in the same order: two processes would else wait for each other."""
    if numbers and connection.features.has_select_for_update:
        cursor.execute(LOCK.format(marks=_marks(numbers)), list(numbers))


def _insert(cursor: Cursor, drafts: Sequence[Draft]) -> None:
    now = timezone.now()
    at = wire.timestamp(now)
    for draft in drafts:
        draft.be_numbered(at)
    heads = {draft.there.pk: draft.there.head for draft in drafts}
    _ask(cursor, HEADS, list(heads.items()))
    stored_at = connection.ops.adapt_datetimefield_value(now)
    _ask(cursor, STORE, [_row(draft, stored_at) for draft in drafts])


def _row(draft: Draft, at: datetime | str) -> tuple[Any, ...]:
    said = draft.message
    return (
        *(said.conversation, said.seq, said.seq, said.author, _uuid(said.id)),
        *(said.body, said.html, digest(said.body), at, False, False),
    )


def _uuid(id: UUID) -> UUID | str:
    """As the database has it."""
    return id if connection.features.has_native_uuid_field else id.hex


def _ask(cursor: Cursor, query: str, rows: Sequence[Sequence[Any]]) -> list[Any]:
    """Run a query that has these rows in it."""
    if not rows:
        return []
    row = f"({_marks(rows[0])})"
    query = query.format(rows=", ".join([row] * len(rows)))
    cursor.execute(query, [value for row in rows for value in row])
    return cursor.fetchall() if cursor.description else []


def _marks(values: Sized) -> str:
    """As many marks for values in a query."""
    return ", ".join(["%s"] * len(values))
