"""What was typed is sent once, in its order."""

from chat.desktop.core.requests import Refusal
from chat.desktop.core.sending.outbox import Outbox
from chat.desktop.core.storage.store import Store
from tests.desktop.core.talk import Clock


def test_posts_are_sent_one_by_one_in_their_order(store):
    outbox = Outbox(store, Clock())
    first, second = outbox.add(1, "#lobby", "one"), outbox.add(1, "#lobby", "two")
    assert [outbox.next(), outbox.next()] == [first, None]
    outbox.confirm(first.id)
    assert outbox.next() == second


def test_what_was_under_way_when_the_connection_broke_is_sent_again_with_its_id(store):
    outbox = Outbox(store, Clock())
    post = outbox.add(1, "#lobby", "one")
    assert outbox.next() == post
    outbox.disconnected()
    assert outbox.next() == post


def test_a_crash_keeps_ids_and_order(store, tmp_path):
    outbox = Outbox(store, Clock())
    posts = [outbox.add("@bob", "@bob", str(number)) for number in range(5)]
    again = Store(tmp_path / "ada.db")
    assert Outbox(again, Clock()).posts == posts
    again.close()


def test_too_fast_waits_and_a_refusal_is_for_the_person(store):
    clock = Clock()
    outbox = Outbox(store, clock)
    post = outbox.add(1, "#lobby", "one")
    outbox.next()
    outbox.refuse(post.id, Refusal("rate-limited", "Slow.", 2))
    assert (outbox.next(), outbox.wait()) == (None, 2)
    clock.time += 2
    assert outbox.next() == post
    outbox.refuse(post.id, Refusal("muted", "You are muted."))
    assert (outbox.next(), outbox.wait()) == (None, None)
    assert outbox.get(post.id).error == "You are muted."
    outbox.retry(post.id)
    assert outbox.next().id == post.id


def test_two_copies_do_not_send_what_the_other_has_sent(store, tmp_path):
    other = Store(tmp_path / "ada.db")
    here = Outbox(store, Clock())
    post = here.add(1, "#lobby", "one")
    there = Outbox(other, Clock())
    assert there.posts == [post]
    here.confirm(post.id)
    assert (there.next(), there.posts) == (None, [])
    other.close()
