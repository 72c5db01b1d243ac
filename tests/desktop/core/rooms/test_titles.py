"""What conversations are called that have no name of their own."""

from types import SimpleNamespace

from chat.desktop.core.finding.places import Elsewhere, places_of
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.conversations import Conversations
from chat.desktop.core.rooms.titles import called, let_one_go, rename_one, title_of

YOU = 1
LOG = {"topic": "", "head": 0, "read": 0, "private": True}


def group(*names, number=7):
    people = [{"id": at, "name": name} for at, name in enumerate(names, 2)]
    name = f"&{number}"
    return {"id": number, "kind": "group", "name": name, "people": people, **LOG}


def direct(number, name, person):
    about = {"id": number, "kind": "direct", "name": f"@{name}", "person": person}
    return {**about, **LOG}


def test_a_group_is_called_by_its_people_three_of_them_and_how_many_more():
    assert called(Conversation(group("bob", "eve")), YOU) == "bob, eve"
    assert title_of(Conversation(group(*"bcdefg")), YOU) == "b, c, d +3"
    assert called(Conversation(direct(5, "bob", 2)), YOU) == "@bob"


def test_it_follows_who_is_called_otherwise_and_who_leaves():
    seven = Conversation(group("bob", "eve", "mia"))
    assert rename_one(seven, {"id": 2, "name": "zoe"})
    assert title_of(seven, YOU) == "eve, mia, zoe"
    assert let_one_go(seven, 3)
    assert not rename_one(seven, {"id": 9, "name": "nobody"})
    assert title_of(Conversation(seven.wire()), YOU) == "mia, zoe"


def test_ones_notes_stand_first_among_the_talks_and_both_can_be_gone_to():
    talks = Conversations()
    talks.you = SimpleNamespace(id=YOU)
    for wire in (direct(5, "bob", 2), group("bob", "eve"), direct(6, "ada", YOU)):
        talks.add(wire)
    titles = [title_of(each, YOU) for each in talks.directs]
    assert titles == ["ada (notes)", "bob", "bob, eve"]
    roster = SimpleNamespace(names=["ada"], number_of=lambda name: YOU)
    names = [each.name for each in places_of(talks, roster, YOU, Elsewhere())]
    assert sorted(names) == sorted(titles)
