"""What becomes of what this person has written."""

from chat.desktop.core.slash.line import say
from tests.desktop.core.talk import Talk, live


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


def posted(talk):
    return [each for each in talk.said if each["type"] == "post"]


def test_what_one_does_is_said_as_an_action_also_after_a_crash(talk, tmp_path):
    talk.come_in().loaded()
    assert say("/me waves", talk.person())
    assert (posted(talk)[0]["body"], posted(talk)[0]["action"]) == ("waves", True)
    again = Talk(tmp_path)
    again.come_in()
    assert posted(again)[0]["action"] is True
    again.store.close()


def test_a_text_in_parts_is_kept_whole_sent_in_order_and_taken_back(talk):
    talk.come_in().loaded()
    assert talk.chat.post(talk.lobby, "one", "two", "three")
    first = posted(talk)[0]
    talk.hear({"type": "posted", "conversation": 1, "seq": 46, "id": first["id"]})
    assert [each["body"] for each in posted(talk)] == ["one", "two"]
    waiting = talk.chat.postman.waiting_in(talk.lobby)
    talk.chat.postman.cancel(waiting[0].parcel)
    assert not talk.store.posts()
    assert len(posted(talk)) == 2


def test_an_older_copy_of_the_client_can_read_and_write_what_waits(talk):
    talk.come_in().loaded()
    talk.chat.post(talk.lobby, "waves", action=True)
    database = talk.store._database
    database.execute(
        "INSERT OR REPLACE INTO post VALUES (?, ?, ?, ?, ?, ?)",
        ("another", "1", "#lobby", "from before", 1, ""),
    )
    [before, waves] = talk.store.posts()
    assert (before.body, before.action, waves.action) == ("from before", False, True)
    assert len(database.execute("SELECT * FROM post").fetchone()) == 6
