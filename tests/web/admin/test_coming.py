"""Who is kept out of a room, and who is invited into one, as the panel lists them."""

import pytest

from chat.models import Conversation
from chat.models.members import offer, putting_out
from chat.models.messages.log import changing
from tests.web.admin.cast import a_moderator, listed, rows_of, sign_up


@pytest.fixture
def den(transactional_db):
    ada, bob = sign_up("ada"), sign_up("bob")
    den = Conversation.objects.create_room(ada, "den")
    with changing():
        den.admit(bob)
    putting_out.ban(den, ada, bob, "too loud", None)
    offer.invite(den, ada, sign_up("cyd"))
    return den


@pytest.mark.dear
def test_they_are_listed_by_room(den, owner):
    other = Conversation.objects.create_room(sign_up("eve"), "other")
    for model in ("putout", "offer"):
        [row] = rows_of(owner.get(listed(model), {"room": den.pk}))
        assert row.conversation == den
        assert rows_of(owner.get(listed(model), {"room": other.pk})) == []
    page = owner.get(listed("putout")).content.decode()
    assert "too loud" in page
    assert "for good" in page


def test_whoever_sees_bans_sees_those_of_rooms(den):
    mod = a_moderator("view_ban")
    assert mod.get(listed("putout")).status_code == 200
    assert mod.get(listed("offer")).status_code == 403
