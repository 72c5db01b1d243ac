"""How large an event can become: the page's numbers, tried with the worst there is."""

from uuid import UUID

import msgspec
import pytest

from chat import wire
from chat.later.scheduling import CHARACTERS_MOST, SCHEDULED_MOST
from chat.models.messages.pinning import EXCERPT_CHARACTERS
from chat.search.snippets import CHARACTERS
from chat.text.names import key_of, person_name
from tests.protocol import page
from tests.support.clients import JsonClient
from tests.support.programs import LIMITS
from tests.support.servers import Site

TEXT = page.PATH.read_text()
MESSAGE, PAGE = 131_072, 401_000
NAME, ROOM, PLACE, HEAD, REACTION = 370, 1_350, 5_500, 84, 200
PERSON, STATUS, LISTED, SCHEDULED = 420, 400, 2_000, 500_000
# A letter of four bytes, of which there are names, and whose key is another.
LETTER = "\N{DESERET CAPITAL LETTER LONG I}"
LONGEST = LETTER * wire.NAME_CHARACTERS
MOST = 2**63 - 1
AT = "2026-01-31T12:00:00.000Z"
PERSON_THERE = {"id": MOST, "name": LONGEST, "key": key_of(LONGEST), "guest": False}
# What becomes much longer as HTML, or as JSON, than it was.
GROWING = [
    *(">" * 20 + "\n\n", ">\n\n", "> " * 19 + "a\n\n", "- " * 20 + "\n\n", "*\n-\n"),
    *("[](a)", "[]()", '[](a "b")', "a.co ", "a@b.c ", "**a**", "`a`", "#\n", "1.\n"),
    *("<", "&", '"', "\\", "\N{PILE OF POO}", "a\t", "\n\n>", "~~a~~", "http://a.b "),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Site(tmp_path_factory.mktemp("site"), **LIMITS) as site:
        yield site


@pytest.fixture
def enter(site):
    async def enter(name):
        return await JsonClient.enter(site.json, name)

    return enter


@pytest.mark.parametrize(
    "number",
    [
        *(MESSAGE, PAGE, NAME, ROOM, PLACE, HEAD, REACTION),
        *(PERSON, STATUS, LISTED, SCHEDULED),
    ],
)
def test_the_page_says_so(number):
    assert f" {number:,} " in TEXT.partition("## Sizes")[2]


@pytest.mark.processes
async def test_what_one_message_can_become(enter):
    ada = await enter("talker")
    sizes = []
    for body in GROWING:
        body = (body * 4000)[: wire.BODY_CHARACTERS]
        seq = (await ada.post("#lobby", body))["seq"]
        await ada.hears("message", seq=seq)
        sizes.append(_size(_line(ada, "message", seq)))
        edited = await ada.ask("edit", conversation=1, seq=seq, body=body)
        sizes.append(_size(_line(ada, "edited", edited["seq"])))
    assert max(sizes) <= MESSAGE


@pytest.mark.processes
async def test_what_a_page_can_become(enter):
    ada = await enter("quoter")
    room = await ada.ask("create", name="quotes", topic=LETTER * wire.TOPIC_CHARACTERS)
    number = room["conversation"]["id"]
    for _ in range(60):
        await ada.post(number, '"' * wire.BODY_CHARACTERS)
    sizes = []
    for command, since in (("history", "after"), ("changes", "since")):
        answer = await ada.ask(command, conversation=number, limit=200, **{since: 0})
        assert answer["more"]
        sizes.append(_size(ada.received[-1]))
    assert PAGE * 0.9 < max(sizes) <= PAGE


def test_what_grows_with_the_site():
    words = {
        "name": f"@{LONGEST}~{MOST}",
        "key": f"@{key_of(LONGEST)}",
        "topic": LETTER * wire.TOPIC_CHARACTERS,
    }
    room = wire.Room(id=MOST, members=MOST, private=False, member=False, **words)
    offered = wire.OfferedRoom(id=MOST, private=False, **words)
    assert _added([wire.Invitation(conversation=offered, sender=LONGEST, at=AT)]) <= (
        ROOM
    )
    assert _added([room]) <= ROOM
    keys = {LONGEST: key_of(LONGEST)}
    assert _added([LONGEST]) + _added(keys) <= NAME
    assert _added({"\N{FAMILY}" * 16: [LONGEST]}) <= REACTION
    assert _added({MOST: MOST}) * 2 <= HEAD


def test_what_a_conversation_can_become():
    steered = {"speakers": "moderator", "slow": 3600, "keep": 3650, "start": MOST}
    steered |= dict.fromkeys(("hidden", "unlisted", "lock", "archived", "gone"), True)
    place = wire.Conversation(
        id=MOST,
        kind="direct",
        name=f"@{LONGEST}~{MOST}",
        key=f"@{key_of(LONGEST)}",
        topic=LETTER * wire.TOPIC_CHARACTERS,
        description=LETTER * wire.DESCRIPTION_CHARACTERS,
        head=MOST,
        read=MOST,
        private=False,
        unread=100,
        person=MOST,
        epoch=MOST,
        mentions=100,
        level="mentions",
        role="moderator",
        **steered,
    )
    group = msgspec.structs.replace(place, topic="", description=wire.UNSET)
    group.people = [wire.Person(**PERSON_THERE)] * (wire.GROUP_MOST - 1)
    assert max(_added([place]), _added([group])) <= PLACE


def test_what_a_list_can_become():
    member = wire.Member(
        **PERSON_THERE, since=AT, seen=AT, role="moderator", moderates=True
    )
    assert _added([member]) <= PERSON
    status = wire.Status(person=MOST, until=AT, text=LETTER * wire.STATUS_CHARACTERS)
    assert _added([status]) <= STATUS
    about = {"conversation": MOST, "seq": MOST, "author": MOST, "action": True}
    body = LETTER * EXCERPT_CHARACTERS
    names = {"sender": LONGEST, "by": LONGEST}
    kept = wire.Kept(**about, **names, body=body, kept=AT, at=AT, number=MOST)
    assert _added([kept]) <= LISTED
    # In a script without spaces every second letter may be a word that was found.
    text = [LETTER] * CHARACTERS
    named = {"name": f"#{LONGEST}", "sender": LONGEST, "guest": False, "epoch": MOST}
    assert _added([wire.Hit(**about, **named, at=AT, text=text)]) <= LISTED
    later = {"id": UUID(int=0), "name": f"@{LONGEST}~{MOST}", "conversation": MOST}
    later |= {"person": MOST, "reply_to": MOST, "error": "no-such-conversation"}
    one = wire.Later(**later, body="", at=AT, action=True, detail=" " * 200)
    words = CHARACTERS_MOST * len(LETTER.encode())
    assert words + SCHEDULED_MOST * _added([one]) <= SCHEDULED


def test_there_are_names_as_long_as_that():
    assert person_name(LONGEST) == LONGEST


def _added(part):
    """What a part adds to the list or the object that it is a part of."""
    return len(msgspec.json.encode(part)) - len("[]") + len(",")


def _line(client, type, seq):
    """The line on which an event came."""
    return next(
        line
        for line in reversed(client.received)
        if line.startswith(f'{{"type":"{type}"') and f'"seq":{seq},' in line
    )


def _size(line):
    return len(line.encode())
