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
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, connections
from django.db.backends.utils import CursorWrapper as Cursor
from django.db.models import BinaryField, DateTimeField, UUIDField
from django.utils import timezone

from chat.announce import announce_all
from chat.errors import ChatError, IdReused, Malformed, NoSuchConversation, NoSuchUser
from chat.markdown import render
from chat.models.conversation import Conversation, changing, pair_of
from chat.models.message import Message
from chat.models.user import User, address_key
from chat.names import room_key
from chat.text import clean_body, digest

PLACE = ["id", "kind", "name", "pair", "private", "head"]
PLACES = f"SELECT {', '.join(PLACE)} FROM chat_conversation WHERE {{}} ORDER BY id"  # noqa: S608
SEEN = """
    SELECT said.column1, author.epoch, author.is_active, author.muted, place.id,
        earlier.id
    FROM (VALUES {rows}) AS said CROSS JOIN chat_user AS author
    LEFT JOIN chat_membership AS place
    ON place.conversation_id = said.column3 AND place.user_id = author.id
    LEFT JOIN chat_message AS earlier
    ON earlier.author_id = author.id AND earlier.uuid = said.column4
    WHERE author.id = said.column2
"""
HEADS = """
    UPDATE chat_conversation SET head = taken.column2
    FROM (VALUES {rows}) AS taken WHERE id = taken.column1
"""
COLUMNS = [field for field in Message._meta.concrete_fields if not field.primary_key]
_values = attrgetter(*(field.attname for field in COLUMNS))
# What databases take in forms of their own.
ADAPTED = [
    (number, field)
    for number, field in enumerate(COLUMNS)
    if isinstance(field, UUIDField | DateTimeField | BinaryField)
]
STORE = f"""
    INSERT INTO chat_message ({", ".join(field.column for field in COLUMNS)})
    VALUES {{rows}} RETURNING conversation_id, seq, id
"""  # noqa: S608


class Said(NamedTuple):
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
    message: Message

    def __init__(self, said: Said) -> None:
        self.author, self.to, self.body, self.id = said
        # What finds the place: a column of conversations, and the value in it.
        self.address: tuple[str, int | str] | None = None
        # Why there is none.
        self.trouble: ChatError = NoSuchConversation()
        # Who is meant by "@name".
        self.other: User | None = None
        self.place: Conversation | None = None
        self.earlier: Message | None = None
        self.result: Message | ChatError | None = None

    def aim(self, people: dict[str, User]) -> None:
        if isinstance(self.to, int):
            self.address = ("id", self.to)
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

    def recognise(self) -> Message | None:
        """The same id is the same message, whatever has become of its place."""
        if self.earlier is None:
            return None
        is_there = self.earlier.conversation.is_addressed(self.to, self.author)
        if not is_there or bytes(self.earlier.digest) != digest(self.text):
            raise IdReused
        return self.earlier

    def arrive(self) -> None:
        if self.place is None and self.address is not None and self.other is not None:
            self.place = Conversation.objects.direct(self.author, self.other)
        if self.place is None:
            raise self.trouble

    def be_heard(self) -> None:
        place, seen = self.there, self.seen
        is_member = seen.membership is not None
        if not place.is_room:
            is_member = self.author.pk in place.people
        if not is_member:
            raise place.refusal()
        self.author.check_voice(seen.epoch, seen.is_active, seen.muted)

    @property
    def there(self) -> Conversation:
        """The place, once it has arrived."""
        if self.place is None:
            raise self.trouble
        return self.place


def post_all(posts: Sequence[Said]) -> list[Message | ChatError]:
    """Store posts in their order; return what has become of each.

    The same ``id`` by the same author again is the same message. The errors are
    Malformed, TooLong, IdReused (for another body, or to somewhere else), NotAllowed,
    NoSuchConversation, NoSuchUser, NotAMember, Banned, LoginRequired and Muted.
    """
    drafts = [Draft(said) for said in posts]
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
            draft.result = draft.message


def _each(
    drafts: Sequence[Draft], step: Callable[[Draft], Message | None]
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
        _lock(cursor, drafts)
        _look(cursor, drafts)
        drafts = _each(drafts, Draft.recognise)
        known = {draft.place for draft in drafts}
        drafts = _each(drafts, Draft.arrive)
        if opened := [draft for draft in drafts if draft.place not in known]:
            _lock(cursor, opened)
        drafts = _each(drafts, Draft.be_heard)
        _take_numbers(cursor, drafts)
        _insert(cursor, drafts)
    announce_all((draft.there.groups, draft.message.posted_event()) for draft in drafts)
    return drafts


def _lock(cursor: Cursor, drafts: Sequence[Draft]) -> None:
    """Find the places; nobody else writes into their logs until this is committed.

    Always in the same order: two processes would else wait for each other.
    """
    wanted: dict[str, set[int | str]] = {}
    for draft in drafts:
        if draft.address is not None:
            column, value = draft.address
            wanted.setdefault(column, set()).add(value)
    if not wanted:
        return
    query = PLACES.format(
        " OR ".join(f"{column} IN ({_marks(its)})" for column, its in wanted.items())
    )
    if connection.features.has_select_for_update:
        query += " FOR NO KEY UPDATE"
    cursor.execute(query, [value for values in wanted.values() for value in values])
    found = [Conversation.from_db(DEFAULT_DB_ALIAS, PLACE, row) for row in cursor]
    places = {
        (column, getattr(place, column)): place for place in found for column in wanted
    }
    for draft in drafts:
        draft.place = places.get(draft.address) if draft.address else None


def _look(cursor: Cursor, drafts: Sequence[Draft]) -> None:
    """See who they are, whether they are there, and which ids were used before."""
    uuid, database = Message._meta.get_field("uuid"), connections[DEFAULT_DB_ALIAS]
    rows = [
        (
            number,
            draft.author.pk,
            draft.place.pk if draft.place else 0,
            uuid.get_db_prep_value(draft.id, database),
        )
        for number, draft in enumerate(drafts)
    ]
    found = {number: Seen(*seen) for number, *seen in _ask(cursor, SEEN, rows)}
    used = [seen.earlier for seen in found.values() if seen.earlier is not None]
    earlier: dict[int | None, Message] = {}
    if used:
        messages = Message.objects.select_related("conversation", "author")
        earlier.update(messages.in_bulk(used))
    for number, draft in enumerate(drafts):
        draft.seen = found.get(number, Seen())
        draft.earlier = earlier.get(draft.seen.earlier)


def _take_numbers(cursor: Cursor, drafts: Sequence[Draft]) -> None:
    now = timezone.now()
    for draft in drafts:
        place = draft.there
        place.head += 1
        draft.message = Message(
            conversation=place,
            seq=place.head,
            changed=place.head,
            author=draft.author,
            uuid=draft.id,
            body=draft.text,
            html=draft.html,
            digest=digest(draft.text),
            at=now,
        )
    heads = {draft.there.pk: draft.there.head for draft in drafts}
    _ask(cursor, HEADS, list(heads.items()))


def _insert(cursor: Cursor, drafts: Sequence[Draft]) -> None:
    database = connections[DEFAULT_DB_ALIAS]
    rows = [list(_values(draft.message)) for draft in drafts]
    for number, column in ADAPTED:
        for row in rows:
            row[number] = column.get_db_prep_value(row[number], database)
    numbers = {(place, seq): pk for place, seq, pk in _ask(cursor, STORE, rows)}
    for draft in drafts:
        message = draft.message
        message.pk = numbers[message.conversation_id, message.seq]
        message._state.adding = False


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
