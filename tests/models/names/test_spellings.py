"""However a name is spelled, it is one person, one room and one conversation."""

import unicodedata
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps

from chat.models import Conversation, User, conversations_of, post
from chat.models.rooms.pages import rooms_page
from chat.text.names import key_of
from chat.wire.errors import NameTaken

pytestmark = pytest.mark.django_db
MIGRATION = import_module("chat.migrations.0011_names")
# As it was made, and as somebody else may type it.
ROOMS = [
    ("#ශ්‍රී", ["#ශ්‍රී", "ශ්රී", "#ශ්රී"]),
    ("#น้ำ", ["#น้ำ", "#น\u0e49\u0e4dา"]),
    ("#می‌خواهم", ["#می‌خواهم", "#میخواهم"]),
    ("#Café", ["#cafe\u0301", "#CAFÉ", "#ｃａｆé"]),
    ("#İstanbul", ["#İstanbul", "#i\u0307stanbul", "#istanbul"]),
]


@pytest.fixture
def ada():
    Conversation.objects.lobby()
    return User.objects.sign_up("ada", "correct horse")


@pytest.mark.parametrize(("name", "typed"), ROOMS)
def test_a_room_is_found_by_each_spelling_of_its_name(ada, name, typed):
    room = Conversation.objects.create_room(ada, name)
    for spelled in [f"#{room.name}", *typed]:
        assert Conversation.objects.room(spelled, ada) == room
        id = uuid4()
        said = post(ada, f"#{spelled.removeprefix('#')}", "hi", id)
        assert said.conversation_id == room.pk
        assert post(ada, room.pk, "hi", id).pk == said.pk
        with pytest.raises(NameTaken):
            Conversation.objects.create_room(ada, spelled)


@pytest.mark.parametrize(
    "name", ["Zoë", "हिन्दी", "น้ำ", "ශ්‍රී", "مُحَمَّد", "Straße", "ＢＯＢ"]
)
def test_a_direct_conversation_is_one_however_the_other_is_spelled(ada, name):
    other = User.objects.sign_up(name, "correct horse")
    spelled = [unicodedata.normalize(form, name) for form in ("NFC", "NFD", "NFKD")]
    spelled += [name.upper(), name.lower(), key_of(name), f"{name}\u200b"]
    places = {post(ada, f"@{each}", "hi", uuid4()).conversation_id for each in spelled}
    assert len(places) == 1
    [seen] = [each for each in conversations_of(ada) if each.kind == "direct"]
    assert (seen.name, seen.key) == (f"@{other.name}", f"@{key_of(name)}")


def test_the_directory_finds_what_is_spelled_otherwise(ada):
    made = ("café", "ශ්‍රී", "łódź", "strasse")
    rooms = {Conversation.objects.create_room(ada, name).name for name in made}
    for part, name in (
        *(("cafe", "café"), ("CAFÉ", "café"), ("fe\u0301", "café"), ("lodz", "łódź")),
        *(("ශ්රී", "ශ්‍රී"), ("ශ්‍රී", "ශ්‍රී"), ("ß", "strasse"), ("Strasse", "strasse")),
    ):
        assert [r.name for r in rooms_page(ada, match=part, limit=9).rooms] == [
            f"#{name}"
        ]
    assert {f"#{name}" for name in rooms} < {
        room.name for room in rooms_page(ada, limit=9).rooms
    }


def test_what_the_version_before_made_is_found_by_its_name_and_then_by_its_fold(ada):
    room = Conversation.objects.create_room(ada, "café")
    Conversation.objects.filter(pk=room.pk).update(folded=None)
    assert Conversation.objects.room("#CAFE\u0301", ada) == room
    assert rooms_page(ada, match="cafe", limit=9).rooms == []
    MIGRATION.tell(apps, None)
    assert len(rooms_page(ada, match="cafe", limit=9).rooms) == 1


def test_who_had_a_letter_that_nobody_sees_is_found_unless_somebody_else_would_be(ada):
    for name in ("bob\u1160", "ada\u1160", "\u1160"):
        User.objects.create(name=name, key=name, skeleton=f"?{name}")
    MIGRATION.tell(apps, None)
    keys = set(User.objects.values_list("key", flat=True))
    assert keys == {"ada", "bob", "ada\u1160", "\u1160"}
