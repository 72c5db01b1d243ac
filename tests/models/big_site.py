"""A site that has been in use for long, for what is asked of a big database."""

from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F

from chat.models import Conversation, Membership, Message, Reaction
from chat.text.clean import digest
from tests.support.accounts import make

# The busiest room has much of all messages; people reacted to the last of them. How
# PostgreSQL goes about a query is a matter of how much there is. SQLite does not look.
if connection.vendor == "postgresql":
    PEOPLE, ROOMS, MESSAGES, BUSY, REACTIONS = 5_000, 1_000, 100_000, 20_000, 5_000
else:
    PEOPLE, ROOMS, MESSAGES, BUSY, REACTIONS = 500, 100, 3_000, 1_000, 300
ROOMS_EACH, TOGETHER = 5, 200


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """A site that has been in use for long; what a test changes is rolled back."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            people = make(PEOPLE)
            rooms = _rooms(people)
            _directs(people)
            _messages(people, rooms)
        if connection.vendor == "postgresql":  # it does that by itself, in time
            connection.cursor().execute("ANALYZE")
        yield SimpleNamespace(people=people[:TOGETHER], busy=rooms[0], quiet=rooms[-1])
        call_command("flush", verbosity=0, interactive=False)


def _rooms(people):
    each = (MESSAGES - BUSY) // (ROOMS - 1)
    rooms = [Conversation(kind="room", name=f"r{n}", head=each) for n in range(ROOMS)]
    rooms[0].head = BUSY
    Conversation.objects.bulk_create(rooms)
    _join([(rooms[0], person) for person in people[:TOGETHER]])
    for k in range(1, ROOMS_EACH):
        _join([(rooms[k + n % (ROOMS - ROOMS_EACH)], p) for n, p in enumerate(people)])
    return rooms


def _directs(people):
    """Everybody has talked with the next two."""
    pairs = [pair for k in (1, 2) for pair in zip(people, people[k:], strict=False)]
    found = Conversation.objects.bulk_create(
        Conversation(kind="direct", pair=f"{low.pk}:{high.pk}") for low, high in pairs
    )
    for number in (0, 1):
        both = zip(found, pairs, strict=True)
        _join([(direct, pair[number]) for direct, pair in both])


def _join(places):
    Membership.objects.bulk_create(
        Membership(conversation=conversation, user=user)
        for conversation, user in places
    )


def _messages(people, rooms):
    """As many in each room as its head says; without the models, which take long."""
    say = SAY.format(uuid=UUIDS[connection.vendor])
    with connection.cursor() as cursor:
        for head in {room.head for room in rooms}:
            values = [head, people[0].pk, TOGETHER, digest("hello"), head]
            cursor.execute(say, values)
    last = Message.objects.filter(conversation=rooms[0], seq__gt=BUSY - REACTIONS)
    last.update(changed=F("seq") + REACTIONS)
    Reaction.objects.bulk_create(
        Reaction(message_id=message, user_id=author, emoji="👍")
        for message, author in last.values_list("pk", "author")
    )
    rooms[0].head += REACTIONS
    rooms[0].save()


UUIDS = {
    "sqlite": "printf('%%032x', room.id * 1000000 + n)",
    "postgresql": "lpad(to_hex(room.id * 1000000 + n), 32, '0')::uuid",
}
SAY = """
    WITH RECURSIVE numbers (n) AS (
        SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s
    )
    INSERT INTO chat_message (conversation_id, seq, changed, author_id, uuid, body,
        html, digest, at, edited, deleted)
    SELECT room.id, n, n, %s + n %% %s, {uuid}, 'hello', '<p>hello</p>', %s,
        CURRENT_TIMESTAMP, FALSE, FALSE
    FROM chat_conversation AS room CROSS JOIN numbers WHERE room.head = %s
"""
