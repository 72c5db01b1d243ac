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
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, connections
from django.utils import timezone

from chat.announce import announce_all
from chat.errors import ChatError, IdReused, Malformed, NoSuchConversation, NoSuchUser
from chat.markdown import render
from chat.models.conversation import Conversation, changing, pair_of
from chat.models.message import Message
from chat.models.user import User, address_key
from chat.names import room_key
from chat.text import clean_body, digest

PLACE = ["id", "kind", "name", "pair", "private"]
PLACES = "SELECT id, kind, name, pair, private FROM chat_conversation WHERE "
LOGS = "SELECT id, head FROM chat_conversation WHERE id IN ({marks}) ORDER BY id"
EARLIER = """
    SELECT said.column1, message.id
    FROM (VALUES {rows}) AS said CROSS JOIN chat_message AS message
    WHERE message.author_id = said.column2 AND message.uuid = said.column3
"""
VOICES = """
    SELECT said.column1, author.epoch, author.is_active, author.muted, place.id
    FROM (VALUES {rows}) AS said CROSS JOIN chat_user AS author
    LEFT JOIN chat_membership AS place
    ON place.conversation_id = said.column3 AND place.user_id = author.id
    WHERE author.id = said.column2
"""
HEADS = """
    UPDATE chat_conversation SET head = taken.column2
    FROM (VALUES {rows}) AS taken WHERE id = taken.column1
"""
COLUMNS = [field for field in Message._meta.concrete_fields if not field.primary_key]
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


class Voice(NamedTuple):
    """What the database says of an author in a place, at the moment of storing."""

    epoch: int | None = None
    is_active: bool = True
    muted: bool = False
    membership: int | None = None


class Draft:
    """A post, what is known of it, and in the end what has become of it."""

    text: str
    html: str
    earlier: Message | None
    # Who is meant by "@name".
    other: User | None
    # What finds the place: a column of conversations, and the value in it.
    address: tuple[str, int | str]
    place: Conversation
    message: Message

    def __init__(self, said: Said) -> None:
        self.author, self.to, self.body, self.id = said
        self.result: Message | ChatError | None = None

    # --- Steps: each may end it, with a message or an error ---------------------------

    def clean(self) -> None:
        self.text = clean_body(self.body)

    def recognise(self) -> Message | None:
        """The same id is the same message, whatever has become of its place."""
        if self.earlier is None:
            return None
        is_there = self.earlier.conversation.is_addressed(self.to, self.author)
        if not is_there or bytes(self.earlier.digest) != digest(self.text):
            raise IdReused
        return self.earlier

    def aim(self, people: dict[str, User]) -> None:
        self.other = None
        if isinstance(self.to, int):
            self.address = ("id", self.to)
        elif self.to.startswith("#"):
            self.address = ("name", room_key(self.to))
        elif self.to.startswith("@"):
            self.other = people.get(address_key(self.to))
            if self.other is None:
                raise NoSuchUser
            self.address = ("pair", pair_of(self.author, self.other))
        else:
            raise Malformed('"to" is a conversation\'s number, "#room" or "@name".')

    def arrive(self, places: dict[tuple[str, Any], Conversation]) -> None:
        place = places.get(self.address)
        if place is None and self.other is not None:
            place = Conversation.objects.direct(self.author, self.other)
        if place is None:
            raise NoSuchConversation
        self.place = place

    def be_heard(self, voice: Voice, heads: dict[int, int]) -> None:
        if self.place.pk not in heads:
            raise NoSuchConversation  # it went a moment ago
        is_member = voice.membership is not None
        if not self.place.is_room:
            is_member = self.author.pk in self.place.people
        if not is_member:
            raise self.place.refusal()
        self.author.check_voice(voice.epoch, voice.is_active, voice.muted)


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
    _find_earlier(drafts)
    drafts = _each(drafts, Draft.recognise)
    people = _people(drafts)
    drafts = _each(drafts, lambda draft: draft.aim(people))
    places = _places(drafts)
    drafts = _each(drafts, lambda draft: draft.arrive(places))
    if drafts:
        _store(drafts)


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


# --- Looking --------------------------------------------------------------------------


def _find_earlier(drafts: Sequence[Draft]) -> None:
    uuid, database = Message._meta.get_field("uuid"), connections[DEFAULT_DB_ALIAS]
    rows = [
        (number, draft.author.pk, uuid.get_db_prep_value(draft.id, database))
        for number, draft in enumerate(drafts)
    ]
    found = dict(_ask(EARLIER, rows))
    messages = (
        Message.objects.select_related("conversation", "author").in_bulk(found.values())
        if found
        else {}
    )
    for number, draft in enumerate(drafts):
        draft.earlier = messages.get(found.get(number))


def _people(drafts: Sequence[Draft]) -> dict[str, User]:
    """Whoever is written to by name, by key."""
    names = [str(draft.to) for draft in drafts if str(draft.to).startswith("@")]
    keys = {address_key(name) for name in names}
    found = User.objects.filter(key__in=keys) if keys else ()
    return {user.key: user for user in found}


def _places(drafts: Sequence[Draft]) -> dict[tuple[str, Any], Conversation]:
    wanted: dict[str, set[int | str]] = {"id": set(), "name": set(), "pair": set()}
    for draft in drafts:
        column, value = draft.address
        wanted[column].add(value)
    any_of = " OR ".join(
        f"{column} IN ({_marks(values)})" for column, values in wanted.items() if values
    )
    known = [value for values in wanted.values() for value in values]
    found = [
        Conversation.from_db(DEFAULT_DB_ALIAS, PLACE, row)
        for row in (_run(PLACES + any_of, known) if known else ())
    ]
    return {
        (column, getattr(place, column)): place for place in found for column in wanted
    }


# --- Storing --------------------------------------------------------------------------


def _store(drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        draft.html = render(draft.text)  # before: the database would wait for it
    with changing():
        stored = _write(drafts)
    for draft in stored:
        draft.result = draft.message


def _write(drafts: Sequence[Draft]) -> list[Draft]:
    """Store what may be said; return it."""
    heads = _lock(drafts)
    voices = _voices(drafts)
    drafts = _each(drafts, lambda draft: draft.be_heard(voices[draft], heads))
    _take_numbers(drafts, heads)
    database = connections[DEFAULT_DB_ALIAS]
    rows = [
        [
            column.get_db_prep_save(getattr(draft.message, column.attname), database)
            for column in COLUMNS
        ]
        for draft in drafts
    ]
    numbers = {(place, seq): number for place, seq, number in _ask(STORE, rows)}
    for draft in drafts:
        message = draft.message
        message.pk = numbers[message.conversation_id, message.seq]
        message._state.adding = False
    announce_all((draft.place.groups, draft.message.posted_event()) for draft in drafts)
    return drafts


def _lock(drafts: Sequence[Draft]) -> dict[int, int]:
    """Where the logs end; nobody else writes into them until this is committed.

    Always in the same order: two processes would else wait for each other.
    """
    logs = {draft.place.pk for draft in drafts}
    query = LOGS.format(marks=_marks(logs))
    if connection.features.has_select_for_update:
        query += " FOR NO KEY UPDATE"
    return dict(_run(query, list(logs)))


def _voices(drafts: Sequence[Draft]) -> dict[Draft, Voice]:
    rows = [
        (number, draft.author.pk, draft.place.pk) for number, draft in enumerate(drafts)
    ]
    found = {number: Voice(*voice) for number, *voice in _ask(VOICES, rows)}
    return {draft: found.get(number, Voice()) for number, draft in enumerate(drafts)}


def _take_numbers(drafts: Sequence[Draft], heads: dict[int, int]) -> None:
    now, taken = timezone.now(), {}
    for draft in drafts:
        place = draft.place
        place.head = taken[place.pk] = taken.get(place.pk, heads[place.pk]) + 1
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
    _ask(HEADS, list(taken.items()))


def _ask(query: str, rows: Sequence[Sequence[Any]]) -> list[Any]:
    """Run a query that has these rows in it."""
    if not rows:
        return []
    row = f"({_marks(rows[0])})"
    query = query.format(rows=", ".join([row] * len(rows)))
    return _run(query, [value for row in rows for value in row])


def _run(query: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def _marks(values: Sized) -> str:
    """As many marks for values in a query."""
    return ", ".join(["%s"] * len(values))
