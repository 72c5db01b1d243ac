"""A site to look at: people, rooms and words such as a real one has, and worse.

It runs in the site's shell (``manage.py shell``), beside the site that serves it.
"""

import itertools
import textwrap
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from chat import wire
from chat.held.models import Held
from chat.invitations.models import InviteLink
from chat.models import Conversation, PostRequest, User, post_all
from chat.models.members import putting_out
from chat.models.members.offer import invite
from chat.models.messages import pinning
from chat.models.people import quiet, status
from chat.models.people.ban import Ban
from chat.models.rooms import steering
from chat.moderation import muting
from chat.notifications import devices
from chat.reports import reporting
from chat.saved import saving
from chat.text.names import key_of
from tests.support import accounts
from tests.support.push_service import Receiver

PASSWORD = "correct horse battery"
LONG_NAME = "Wolfeschlegelsteinhausenberger"
CAST = (
    "ada",
    "bob",
    "grace",
    "noor",
    "linus",
    "zoe",
    LONG_NAME,
    "מרים",
    "busy",
    "new",
    "chief",
)
LOBBY = [
    ("grace", "Morning! The new coffee machine is **here** ☕"),
    ("bob", "At last. @ada, who has the key to the kitchen?"),
    ("noor", "Me, @bob. I leave it at the front desk."),
    ("noor", "Back at two, if anybody asks."),
    ("ada", "I asked the landlord about the heating: Thursday, he says."),
    ("ada", "> Thursday\n\nHe said that last week, too."),
    (
        "linus",
        "Notes of yesterday:\n\n1. the budget\n2. the garden\n   - roses\n3. `none`",
    ),
    ("grace", "```python\ndef greet(name):\n    return f'Hello, {name}'\n```"),
    ("bob", "See https://example.org/a/rather/long/address?with=questions and say yes"),
    ("zoe", "שלום לכולם! נפגשים ב-18:00?"),
    (LONG_NAME, "My name does not fit anywhere."),
    ("מרים", "it fits *me*"),
    ("ada", "Lunch at one? 🍜"),
]
LONG = " ".join(itertools.islice(itertools.cycle(["four thousand letters"]), 181))
CODE = "\n".join(f"    line_{n:03} = compute({n}, {'x' * (n % 90)})" for n in range(55))
HERE = "127.0.0.0/8"
REACTIONS = {"👍": ("bob", "noor", "ada"), "🎉": ("linus",), "❤️": ("zoe", "grace")}


def fill(rooms: int, people: int) -> None:
    """Everything that does not need many people to be here."""
    cast = {name: _person(name) for name in CAST}
    ada, bob, grace = cast["ada"], cast["bob"], cast["grace"]
    for who, words in LOBBY:
        _say([(cast[who], "#lobby", words)])
    _react(cast)
    _how_they_are(bob, cast["מרים"])
    _read(ada, Conversation.objects.lobby())
    _add_phone(ada)
    Conversation.objects.lobby().set_topic(grace, "What concerns everybody")
    garden = Conversation.objects.create_room(
        ada, "garden", "Roses, and who waters them"
    )
    board = Conversation.objects.create_room(ada, "board", "Not for all", private=True)
    _rooms_of_all_kinds(cast, garden)
    _moderation(cast, garden)
    invite(board, ada, bob)
    _links(ada, garden, bob)
    invite(board, ada, cast["new"])
    _say(
        [(bob, "@ada", "Have you got a minute?"), (ada, "@bob", "Always. What is it?")]
    )
    _say([(grace, "@ada", f"Psst {n}") for n in range(3)])
    _say([(cast[LONG_NAME], "@ada", "Short words")])
    _quiet_rooms(cast)
    quiet.block(cast["zoe"], "linus", None, on=True)
    _crowd(cast["busy"], rooms)
    accounts.make(people)
    for name in ("busy", "new"):
        _read(cast[name], Conversation.objects.lobby())


def _how_they_are(away: User, busy: User) -> None:
    status.set_status(away, "🌴 On holiday, far away from every keyboard")
    status.set_status(busy, "בישיבה", timezone.now() + timedelta(hours=2))
    status.tell_zone(busy, "Asia/Kolkata", on=True)


def _links(by: User, room: Conversation, guest: User) -> None:
    """The token of each is what it leads to."""
    to_room = InviteLink.objects.create(token="garden", by=by, conversation=room)
    to_room.uses.create(user=guest)
    InviteLink.objects.filter(pk=to_room.pk).update(used=1, most=10)
    InviteLink.objects.create(token="site", by=by, guests=False)


def _add_phone(person: User) -> None:
    receiver = Receiver()
    phone = wire.AddDevice(
        endpoint="https://push.example/ada",
        key=receiver.p256dh,
        auth=receiver.auth,
        name="Phone",
    )
    devices.add(person, phone, "en")


def ban() -> None:
    """Everybody who comes from this machine is shut out."""
    words = "Advertising, although you were asked not to, three times."
    Ban.objects.create(network=HERE, reason=words)


def unban() -> None:
    Ban.objects.filter(network=HERE).delete()


def _person(name: str) -> User:
    person = User.objects.create(name=name, key=key_of(name), password="!")
    Conversation.objects.lobby().admit(person)
    accounts.log_in(person)
    return person


def _say(said: list[tuple[User, str, str]], **how: Any) -> None:
    for answer in post_all([PostRequest(*each, uuid4(), **how) for each in said]):
        if isinstance(answer, Exception):
            raise answer


def _read(reader: User, conversation: Conversation) -> None:
    conversation.refresh_from_db()
    reader.memberships.get(conversation=conversation).mark_read(conversation.head)


def _react(people: dict[str, User]) -> None:
    lobby = Conversation.objects.lobby()
    first = lobby.messages.order_by("seq").first()
    for emoji, names in REACTIONS.items():
        for name in names:
            first.react(people[name], emoji, True)


def _rooms_of_all_kinds(people: dict[str, User], garden: Conversation) -> None:
    ada, bob = people["ada"], people["bob"]
    garden.join(bob)
    _say([(bob, "#garden", "The hose leaks."), (ada, "#garden", "I have tape.")])
    _read(ada, garden)
    texts = Conversation.objects.create_room(ada, "long-texts", "Very long " * 19)
    texts.join(bob)
    _say([(bob, "#long-texts", LONG), (bob, "#long-texts", f"```\n{CODE}\n```")])
    _say(
        [(ada, "#long-texts", "W" * 400), (bob, "#long-texts", textwrap.fill(LONG, 60))]
    )
    Conversation.objects.create_room(ada, "empty")
    Conversation.objects.create_room(bob, "not-joined", "Only for those who join")


def _quiet_rooms(people: dict[str, User]) -> None:
    """Rooms in which nobody says any more than this."""
    ada, bob, grace, zoe = (people[name] for name in ("ada", "bob", "grace", "zoe"))
    _kitchen(ada, [bob, zoe])
    attic = Conversation.objects.create_room(ada, "attic", "What was, and is no more")
    _say([(ada, "#attic", "The last one turns off the light.")])
    steering.steer(attic, ada, "archived", True)
    news = Conversation.objects.create_room(grace, "news", "From the office")
    market = Conversation.objects.create_room(grace, "market", "Who has, who needs")
    for room in (news, market):
        room.join(ada)
    steering.steer(news, grace, "speakers", "moderator")
    _say([(grace, "#news", "On Friday the office is closed.")])
    _say([(grace, "#market", "Two chairs, one of them whole.")])
    _read(ada, market)
    _say([(bob, "@ada", "And this is new.")])
    _say([(grace, "#market", f"A lamp, the {n}th.") for n in range(4, 64)])


def _kitchen(ada: User, others: list[User]) -> None:
    """Of whose last message there is everything to know that can be known of one."""
    kitchen = Conversation.objects.create_room(ada, "kitchen", "Who cooks, who washes")
    for each in others:
        kitchen.join(each)
    bob = others[0]
    _say([(bob, "#kitchen", "Who cooks on *Friday*?")])
    asked = kitchen.messages.latest("seq")
    _say([(ada, "#kitchen", "I do.")], reply_to=asked.seq)
    answer = kitchen.messages.latest("seq")
    answer.edit(ada, "I do, if it is soup.")
    answer.edit(ada, "I do, if it is soup, and somebody else washes up.")
    pinning.pin(answer, bob, on=True)
    saving.save(ada, kitchen.pk, answer.seq, None)
    for emoji, each in zip(REACTIONS, [*others, ada], strict=True):
        answer.react(each, emoji, True)
    steering.set_role(kitchen, ada, bob, "moderator")
    for each in others:
        _read(each, kitchen)


def _moderation(people: dict[str, User], garden: Conversation) -> None:
    """What was reported in the garden, what waits there, and what was done about it."""
    bob, linus, zoe = people["bob"], people["linus"], people["zoe"]
    chief = people["chief"]
    User.objects.filter(pk=chief.pk).update(is_staff=True, is_superuser=True)
    for each in (linus, zoe, chief):
        garden.join(each)
    _say([(linus, "#garden", "Buy roses here!"), (linus, "#garden", "Buy! Buy!")])
    for by, why in ((zoe, "advertises all day"), (bob, "spam")):
        seq = garden.messages.filter(author=linus).latest("seq").seq
        wish = wire.MakeReport(conversation=garden.pk, seq=seq, reason=why)
        reporting.report(by, wish)
    said = {"html": "<p>Cheap roses in my casino!</p>", "digest": b"", "uuid": uuid4()}
    about = {"author": linus, "conversation": garden, "pattern": "casino*"}
    Held.objects.create(body="Cheap roses in my casino!", **about, **said)
    loud = wire.Mute(name="noor", on=True, reason="shouts", seconds=86_400)
    muting.mute(chief, loud)
    putting_out.ban(garden, people["ada"], people["grace"], "sells chairs", 604_800)


def _crowd(busy: User, rooms: int) -> None:
    for number in range(rooms):
        Conversation.objects.create_room(busy, f"room-{number:03}", f"Topic {number}")
