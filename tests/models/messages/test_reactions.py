"""Reactions: an emoji is given once by each, in whatever form it came."""

from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps

from chat.models import Reaction, User, post
from chat.models.messages import history
from chat.wire.errors import Malformed, NotAllowed

pytestmark = pytest.mark.django_db

HEART, OLD_HEART, THUMB, OLD_THUMB = "❤️", "❤", "👍", "👍️"
merge = import_module("chat.migrations.0009_renderer").merge


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def message(ada):
    return post(ada, "#lobby", "hello", uuid4())


def by_the_version_before(message, user, *forms):
    for form in forms:
        Reaction.objects.create(message=message, user=user, emoji=form)
    message.take_change()
    message.save(update_fields=["changed"])


def shown(message, reader):
    [read] = history.page(message.conversation_id, reader).messages
    return read.reactions


def stored(message):
    return list(message.reactions.order_by("pk").values_list("user__name", "emoji"))


def test_one_emoji_is_one_whatever_selectors_it_came_with(ada, message):
    assert message.react(ada, OLD_HEART, True).emoji == HEART
    again = message.react(ada, HEART, True)
    assert (again.seq, shown(message, ada)) == (0, {HEART: ["ada"]})
    assert message.react(ada, "❤\ufe0e", False).emoji == HEART
    assert shown(message, ada) == {}


def test_what_is_no_emoji_cannot_be_given_and_can_be_taken_back(ada, message):
    with pytest.raises(Malformed):
        message.react(ada, "😀😀😀", True)
    by_the_version_before(message, ada, "😀😀😀")
    assert message.react(ada, "😀😀😀", False).seq
    assert stored(message) == []


def test_what_the_version_before_keeps_in_two_forms_is_read_and_taken_as_one(
    ada, message
):
    bob = User.objects.sign_up("bob", "correct horse")
    by_the_version_before(message, ada, OLD_HEART, HEART)
    by_the_version_before(message, bob, OLD_HEART)
    assert shown(message, ada) == {HEART: ["ada", "bob"]}
    assert not message.react(bob, HEART, True).seq
    message.react(ada, HEART, False)
    assert shown(message, ada) == {HEART: ["bob"]}


def test_two_forms_are_one_of_the_ten_that_somebody_may_give(ada, message):
    by_the_version_before(message, ada, OLD_HEART, HEART, *"🚀🔥🎉😂😮😢🙏👀")
    message.react(ada, THUMB, True)
    with pytest.raises(NotAllowed):
        message.react(ada, "✅", True)


def test_rows_of_before_are_merged(ada, message):
    bob = User.objects.sign_up("bob", "correct horse")
    by_the_version_before(message, ada, OLD_HEART, THUMB, OLD_THUMB, HEART, "😀😀")
    by_the_version_before(message, bob, OLD_HEART, "❤\ufe0e", OLD_THUMB)
    merge(apps, None)
    assert stored(message) == [
        *(("ada", THUMB), ("ada", HEART), ("ada", "😀😀")),
        *(("bob", HEART), ("bob", THUMB)),
    ]
