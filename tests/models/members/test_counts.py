"""What is unread and there, what an own post has read, and the page around it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.models import (
    Conversation,
    PostRequest,
    User,
    conversations_of,
    post,
    post_all,
)
from chat.models.messages import history
from chat.models.people import quiet
from tests.support.people import Person, arrive

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    return [User.objects.sign_up(name, "correct horse") for name in ("ada", "bob")]


def lobby_of(user):
    return conversations_of(user)[0]


def say(author, *, reads=None, to="#lobby"):
    [posted] = post_all([PostRequest(author, to, "hello", uuid4(), reads=reads)])
    return posted


def test_what_is_deleted_is_not_unread(people):
    ada, bob = people
    first, _ = [post(bob, "#lobby", "hello", uuid4()) for _ in range(2)]
    first.delete_by(bob)
    assert lobby_of(ada).unread == 1


@pytest.mark.dear
def test_what_is_unread_is_counted_however_much_else_happened_since(people):
    ada, bob = people
    said = [post(bob, "#lobby", "hello", uuid4()) for _ in range(3)]
    for number in range(150):
        said[0].react(bob, "👍", number % 2 == 0)
    for message in said[1:]:
        message.delete_by(bob)
    assert lobby_of(ada).head - lobby_of(ada).read > 100
    assert lobby_of(ada).unread == 1


def test_no_more_than_a_hundred_are_counted(people):
    ada, bob = people
    post_all([PostRequest(bob, "#lobby", "hello", uuid4()) for _ in range(130)])
    assert lobby_of(ada).unread == 100


def test_an_own_post_reads_what_came_before_where_it_says_so(people):
    ada, bob = people
    say(bob)
    say(ada)
    assert lobby_of(ada).unread == 1
    own = say(ada, reads=0)
    assert (lobby_of(ada).read, lobby_of(ada).unread) == (own.seq, 0)
    assert lobby_of(bob).read < own.seq


def test_what_came_in_the_same_breath_before_an_own_post_is_read_too(people):
    ada, bob = people
    requests = [PostRequest(author, "#lobby", "hi", uuid4()) for author in (bob, ada)]
    posted = post_all([each._replace(reads=0) for each in requests])
    assert lobby_of(ada).read == posted[1].seq
    assert lobby_of(ada).unread == 0


def test_who_has_read_everything_posts_at_no_cost(people):
    ada, _ = people
    lobby = Conversation.objects.lobby().pk

    def queries(**how):
        with CaptureQueriesContext(connection) as captured:
            say(ada, to=lobby, **how)
        return len(captured)

    before = queries()
    ada.memberships.get().mark_read(lobby_of(ada).head)
    assert queries(reads=0) == before


def test_the_page_around_a_number_has_what_came_before_and_more_behind(people):
    ada, bob = people
    post_all([PostRequest(bob, "#lobby", "hello", uuid4()) for _ in range(60)])
    lobby = lobby_of(ada)
    read, limit = lobby.head - 40, 20
    page = history.around(lobby.id, ada, read, limit)
    assert [m.seq - read for m in page.messages] == list(range(-4, 16))
    assert (page.more, page.newer) == (True, True)


def test_the_page_around_the_end_is_the_last_one(people):
    ada, bob = people
    post_all([PostRequest(bob, "#lobby", "hello", uuid4()) for _ in range(60)])
    lobby = lobby_of(ada)
    page = history.around(lobby.id, ada, lobby.head - 3, 20)
    last = history.page(lobby.id, ada, limit=20)
    assert (page.messages, page.more, page.newer) == (last.messages, True, False)


async def test_an_own_post_that_says_so_reads_and_other_tabs_hear_it():
    ada, bob = await arrive("ada", "bob")
    tab = await Person(ada.user).arrive()
    await bob.post("#lobby", "hello")
    posted = await ada.post("#lobby", "hello", reads=True)
    await tab.hears("read", conversation=posted["conversation"], seq=posted["seq"])


async def test_a_deletion_says_whose_words_are_gone():
    ada, bob = await arrive("ada", "bob")
    posted = await bob.post("#lobby", "hello")
    where = {"conversation": posted["conversation"], "seq": posted["seq"]}
    await bob.say("delete", **where)
    await ada.hears("deleted", target=posted["seq"], whose=bob.user.pk)


def test_what_the_blocked_say_is_not_unread(people):
    ada, bob = people
    quiet.block(ada, bob.name, None, on=True)
    say(bob)
    assert lobby_of(ada).unread == 0


async def test_who_goes_on_talking_marks_nothing_as_long_as_nobody_answers():
    ada, bob = await arrive("ada", "bob")
    tab = await Person(ada.user).arrive()
    for _ in range(3):
        await ada.post("#lobby", "hello", reads=True)
    await bob.post("#lobby", "hello")
    last = await ada.post("#lobby", "hello", reads=True)
    assert (await tab.hears("read"))["seq"] == last["seq"]
