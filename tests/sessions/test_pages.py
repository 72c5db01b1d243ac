"""A client that says ``pages``: a short welcome, and nothing that is missed by it."""

import pytest
from django.utils import timezone

from chat.concurrency.threads import write
from chat.models import Conversation, Membership, Message, User
from tests.support.clients import JsonClient
from tests.support.people import Person, account, arrive, eventually

pytestmark = pytest.mark.django_db(transaction=True)
ROOMS = 120


@pytest.fixture
def json(doors):
    return doors["json"]


async def rooms_for(person, count=ROOMS):
    """Put somebody into many rooms, of which the last two have something unread."""
    return await write(_rooms_for, person, count)


def _rooms_for(person, count):
    rooms = Conversation.objects.bulk_create(
        Conversation(kind="room", name=f"r{n:04}") for n in range(count)
    )
    Membership.objects.bulk_create(
        Membership(conversation=room, user=person) for room in rooms
    )
    for room in rooms[-2:]:
        say(room, "unread")
    return [room.pk for room in rooms]


def say(room, body):
    """Something is said there of which no client hears live."""
    author, _ = User.objects.get_or_create(key="zoe", defaults={"name": "zoe"})
    head = Conversation.objects.get(pk=room.pk).head + 1
    Message.objects.create(
        conversation=room,
        seq=head,
        changed=head,
        uuid=f"{room.pk:08x}-0000-4000-8000-{head:012x}",
        digest=b"",
        author=author,
        body=body,
        html=body,
        at=timezone.now(),
    )
    Conversation.objects.filter(pk=room.pk).update(head=head)


class Keeper:
    """A client that keeps a log, and goes by the promise and nothing else.

    ``have``: up to which number it has everything, by conversation.
    """

    def __init__(self, door, name):
        self.door, self.name = door, name
        self.have, self.said = {}, []

    async def visit(self, **how):
        """Connect, get what was missed, go; what came of the welcome is returned."""
        client = await JsonClient.enter(
            self.door, self.name, password="correct horse", **how
        )
        heads = await self._heads(client, **how)
        for gone in self.have.keys() - heads.keys():
            del self.have[gone]
        for number, head in heads.items():
            await self._catch_up(client, number, head)
        client.cut()
        return client.welcome

    async def _heads(self, client, pages=False):
        if pages:
            told = await client.hears("heads")
            return {int(number): head for number, head in told["heads"].items()}
        return {each["id"]: each["head"] for each in client.welcome["conversations"]}

    async def _catch_up(self, client, number, head):
        have, more = self.have.setdefault(number, 0), head > self.have[number]
        while more:
            page = await client.ask("changes", conversation=number, since=have)
            self.said += [each["body"] for each in page["messages"]]
            self.have[number] = have = page["upto"]
            more = page["more"]


async def test_the_welcome_is_short_and_has_what_is_unread_first(json):
    numbers = await rooms_for(await account("ada"))
    client = await JsonClient.enter(json, "ada", password="correct horse", pages=True)
    welcome = client.welcome
    assert len(welcome["conversations"]) == 50
    assert [each["id"] for each in welcome["conversations"][:2]] == numbers[-2:]
    assert welcome["conversations"][2]["name"] == "#lobby"
    assert (welcome["more"], welcome["others"]) == (True, False)
    heads = await client.hears("heads")
    assert len(heads["heads"]) == len(heads["read"]) == ROOMS + 1


async def test_the_rest_comes_in_pages(json):
    numbers = await rooms_for(await account("ada"))
    client = await JsonClient.enter(json, "ada", password="correct horse", pages=True)
    seen, after, more = [], 0, True
    while more:
        page = await client.ask("conversations", after=after, limit=50)
        seen += [each["id"] for each in page["conversations"]]
        after, more = page["upto"], page["more"]
    assert seen == sorted(seen)
    assert set(numbers) < set(seen)
    assert len(seen) == ROOMS + 1


@pytest.mark.dear
@pytest.mark.parametrize("how", [{}, {"pages": True}], ids=["whole", "pages"])
async def test_who_keeps_a_log_misses_nothing_after_any_absence(json, how):
    person = await account("ada")
    numbers = await rooms_for(person)
    keeper = Keeper(json, "ada")
    await keeper.visit(**how)
    assert keeper.said == ["unread"] * 2
    # One that is in no first page, one that is, and one that it was put out of.
    hidden, shown, gone = numbers[100], numbers[0], numbers[50]
    for number in (hidden, shown):
        await write(say, Conversation(pk=number), f"missed {number}")
    await write(Membership.objects.filter(conversation=gone).delete)
    await keeper.visit(**how)
    assert sorted(keeper.said[2:]) == sorted(f"missed {n}" for n in (hidden, shown))
    assert gone not in keeper.have
    assert len(keeper.have) == ROOMS


async def test_who_says_nothing_of_pages_gets_all(json):
    numbers = await rooms_for(await account("ada"))
    client = await JsonClient.enter(json, "ada", password="correct horse")
    assert set(numbers) < {each["id"] for each in client.welcome["conversations"]}
    assert "more" not in client.welcome


@pytest.mark.dear
async def test_people_come_in_pages_for_those_who_ask(json):
    ada, bob, *_ = await arrive(*(f"p{n}" for n in range(5)))

    async def all_are_here():
        """Everybody is told of oneself at once: so two are asked."""
        told = [await each.say("who") for each in (ada, bob)]
        counts = {(each["version"], len(each["users"])) for each in told}
        return told[0] if len(counts) == 1 and len(told[0]["users"]) == 5 else None

    whole = await eventually(all_are_here)
    assert "more" not in whole
    names, after, more = [], "", True
    while more:
        page = await ada.say("who", after=after, limit=2)
        assert page["version"] == whole["version"]
        names, more = names + page["users"], page["more"]
        after = names[-1]
    assert names == whole["users"]


async def test_the_page_of_a_browser_asks_by_its_address():
    [ada] = await arrive("ada")
    short = await Person(ada.user, query=b"pages=1").arrive()
    assert short.welcome["more"] is False
    assert await short.hears("heads")


async def test_rooms_come_in_pages_and_by_a_part_of_their_name():
    [ada] = await arrive("ada")
    for name in ("dev", "devices", "garden"):
        await ada.say("create", name=name)
    whole = await ada.say("rooms")
    assert ([room["name"] for room in whole["rooms"]], whole["more"]) == (
        ["#dev", "#devices", "#garden", "#lobby"],
        False,
    )
    page = await ada.say("rooms", match="dev", limit=1)
    assert ([room["name"] for room in page["rooms"]], page["more"]) == (["#dev"], True)
    page = await ada.say("rooms", match="dev", after="#dev", limit=1)
    assert ([room["name"] for room in page["rooms"]], page["more"]) == (
        ["#devices"],
        False,
    )
