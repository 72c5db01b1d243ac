"""What a name leads to, when somebody is called otherwise."""

from uuid import UUID

import pytest
from django.utils import timezone
from msgspec import UNSET

from chat.models import Conversation, User, conversations_of, hooks, post
from chat.models.names.choosing import choose_name
from chat.models.names.former_name import FormerName
from chat.wire.errors import (
    Muted,
    NameInvalid,
    NameRegistered,
    NameTaken,
    NoSuchUser,
    NotAllowed,
    RateLimited,
)

pytestmark = pytest.mark.django_db
ONCE = UUID("6a" * 16)


@pytest.fixture
def two():
    return [User.objects.sign_up(name, "correct horse") for name in ("ada", "gina")]


def test_the_old_name_leads_to_them_until_somebody_else_has_it(two):
    ada, gina = two
    gina.rename("Nina")
    assert {User.objects.named(name) for name in ("gina", "nina")} == {gina}
    assert User.objects.check_login("gina", "correct horse") == gina
    other = User.objects.admit_guest("gina")
    assert User.objects.named("gina") == other
    assert post(ada, "@gina", "hello", ONCE).conversation.people == (ada.pk, other.pk)


def test_what_is_said_by_a_session_that_has_not_heard_of_a_new_name_bears_it(
    two, monkeypatch
):
    _, gina = two
    heard = []
    monkeypatch.setattr(hooks, "HOOKS", [heard.extend])
    User.objects.get(pk=gina.pk).rename("nina")
    post(gina, "#lobby", "hello", ONCE)
    assert [each.sender for each in heard] == ["nina"]


def test_a_post_to_the_old_name_is_the_same_and_comes_to_them(two):
    ada, gina = two
    before = post(ada, "@gina", "hello", ONCE)
    gina.rename("nina")
    assert post(ada, "@gina", "hello", ONCE) == before
    assert post(ada, "@gina", "you", UUID("6b" * 16)).conversation.people == (
        *(ada.pk, gina.pk),
    )


def test_of_two_who_had_a_name_it_is_the_last_ones(two):
    ada, gina = two
    ada.rename("eve")
    gina.rename("ada")
    gina.rename("nina")
    assert User.objects.named("ada") == gina
    ada.rename("ada")
    assert User.objects.named("ada") == ada
    assert not ada.former_names.filter(key="ada").exists()


def test_another_spelling_of_the_name_is_no_former_name(two):
    _, gina = two
    gina.rename("GINA")
    assert (gina.name, gina.former_names.count()) == ("GINA", 0)


@pytest.mark.parametrize(("name", "error"), [("ADA", NameTaken), ("a b", NameInvalid)])
def test_nobody_is_renamed_to_what_cannot_be(two, name, error):
    _, gina = two
    with pytest.raises(error):
        gina.rename(name)
    gina.refresh_from_db()
    assert (gina.name, gina.key) == ("gina", "gina")


def test_nobody_who_is_only_called_otherwise_was_anybody(two):
    with pytest.raises(NoSuchUser):
        User.objects.named("nina")


def test_whose_name_is_lost_is_gone_and_hears_nothing(two):
    ada, _ = two
    pat = User.objects.admit_guest("pat", may_return=False)
    talk = post(pat, "@ada", "hello", ONCE).conversation
    pat.release()
    with pytest.raises(NotAllowed, match="nobody would read it"):
        post(ada, talk.pk, "the code is 1234", UUID("6b" * 16))
    User.objects.admit_guest("pat")
    post(ada, "@pat", "hello", UUID("6c" * 16))
    found = {c.name: (c.person == pat.pk, c.gone) for c in conversations_of(ada)}
    assert found[f"@pat~{pat.pk}"] == (True, True)
    assert found["@pat"] == (False, UNSET)


def test_who_has_the_name_again_hears_everything(two):
    ada, _ = two
    pat = User.objects.admit_guest("pat")
    talk = Conversation.objects.direct(ada, pat)
    pat.release()
    pat.reclaim()
    assert post(ada, talk.pk, "hello", ONCE).conversation == talk


# --- As one wishes oneself ------------------------------------------------------------


def test_what_an_account_was_called_is_kept_for_it(two):
    ada, gina = two
    choose_name(gina, "barn")
    told = choose_name(gina, "nina")
    assert (told.former, told.person.name) == ("barn", "nina")
    with pytest.raises(NameRegistered):
        User.objects.admit_guest("BARN")  # so that nc asks for the password
    with pytest.raises(NameTaken, match="looks like"):
        User.objects.admit_guest("bam")
    for name in ("barn", "gina"):
        with pytest.raises(NameTaken, match="taken"):
            choose_name(ada, name)
    choose_name(gina, "barn")
    assert User.objects.named("nina") == gina
    FormerName.objects.update(held_until=timezone.now())
    assert choose_name(ada, "gina").person.id == ada.pk


def test_what_a_guest_was_called_is_free(two):
    ada, _ = two
    gus = User.objects.admit_guest("gus")
    choose_name(gus, "gustav")
    assert choose_name(ada, "gus").person.id == ada.pk


def test_nobody_takes_what_they_may_not_have(two, settings):
    ada, _ = two
    for name, error in [
        ("gina", NameTaken),
        ("admin", NameTaken),
        ("a b", NameInvalid),
    ]:
        with pytest.raises(error):
            choose_name(ada, name)
    settings.CHAT_RENAMES_PER_DAY = 1
    assert choose_name(ada, "ADA").person.name == "ADA"
    with pytest.raises(RateLimited):
        choose_name(ada, "eve")
    User.objects.filter(pk=ada.pk).update(muted=True)
    with pytest.raises(Muted):
        choose_name(ada, "eve")
    assert User.objects.get(pk=ada.pk).name == "ADA"
