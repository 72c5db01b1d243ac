"""What becomes of what this person has written."""

from tests.desktop.core.talk import live


def test_what_another_person_of_that_name_wrote_is_not_sent_unasked(talk):
    talk.come_in().loaded()
    talk.chat.disconnected()
    talk.chat.post(talk.lobby, "from before")
    talk.said.clear()
    talk.come_in(you={"id": 8, "name": "ada", "guest": True})
    assert not [each for each in talk.said if each["type"] == "post"]
    [post] = talk.chat.postman.outbox.posts
    assert "Send it again?" in post.error


def test_the_message_itself_proves_that_a_post_arrived(talk):
    talk.come_in().loaded()
    talk.chat.post(talk.lobby, "one")
    [post] = [each for each in talk.said if each["type"] == "post"]
    talk.chat.disconnected()
    talk.hear({**live(46, "one", author=7), "id": post["id"]})
    assert not talk.chat.postman.outbox.posts


def test_a_disk_that_is_full_loses_nothing_that_was_typed(talk):
    talk.come_in().loaded()
    talk.store._database.execute("PRAGMA max_page_count=1")
    talk.store._database.execute("PRAGMA query_only=1")
    assert not talk.chat.post(talk.lobby, "x")
    assert "could not be kept" in talk.screen.warnings[0]
    talk.store._database.execute("PRAGMA query_only=0")


def test_where_a_post_was_refused_is_known_until_somebody_decides(talk):
    talk.come_in().loaded()
    talk.chat.post_to("@Bob", "one")
    [post] = [each for each in talk.said if each["type"] == "post"]
    assert talk.chat.postman.refused_in == set()
    error = {"type": "error", "code": "not-allowed", "detail": "Unblock them."}
    talk.hear({**error, "ref": post["ref"]})
    assert talk.chat.postman.refused_in == {"@Bob"}
    talk.chat.postman.remove(post["id"])
    assert talk.chat.postman.refused_in == set()
