"""What is begun is there again: after another room, another window, another start."""

from contextlib import closing

from chat.desktop.core.writing.completion import Completion, names_in
from chat.desktop.core.writing.drafts import Draft
from tests.desktop.core.talk import Talk, live, message


def test_a_draft_outlives_the_program(talk, tmp_path):
    talk.come_in().loaded([message(44)])
    talk.chat.drafts.keep(talk.lobby, Draft("half a sen", 44, "changed"))
    talk.store.flush()
    with closing(Talk(tmp_path).store) as store:
        again = Talk(tmp_path)
        assert again.chat.drafts.of(again.lobby) == Draft("half a sen", 44, "changed")
        again.chat.drafts.keep(again.lobby, Draft())
        again.store.close()
        store.flush()
    last = Talk(tmp_path)
    assert last.chat.drafts.of(last.lobby) == Draft()
    last.store.close()


def test_a_draft_to_somebody_stays_when_the_talk_gets_its_number(talk):
    talk.come_in()
    bob = talk.chat.direct("bob")
    talk.chat.drafts.keep(bob, Draft("psst"))
    bob.id = 77
    assert talk.chat.drafts.of(bob) == Draft("psst")
    talk.chat.drafts.keep(bob, Draft("psst!"))
    assert talk.chat.drafts.of(bob) == Draft("psst!")


def test_the_draft_of_another_person_by_that_name_is_nobodys(talk):
    talk.come_in()
    talk.chat.drafts.keep(talk.lobby, Draft("for my friends"))
    talk.chat.disconnected()
    talk.come_in(you={"id": 99, "name": "ada", "guest": True})
    assert talk.chat.drafts.of(talk.lobby) == Draft()


def test_where_somebody_was_is_where_they_begin(talk, tmp_path):
    talk.come_in().loaded()
    assert talk.chat.attention.place is None
    talk.chat.attention.be_in(talk.lobby)
    talk.store.flush()
    again = Talk(tmp_path)
    assert again.chat.attention.place is again.lobby
    again.store.close()


def test_a_name_that_is_begun_is_ended_and_then_the_next_one(talk):
    talk.come_in(online=["ada", "bob", "Bo", "Élodie"]).loaded()
    talk.hear({**live(46), "from": "bobby"})
    names = Completion(lambda: names_in(talk.chat, talk.lobby, ["/msg"]))
    assert names.complete("hello bo", 8) == ("hello bobby ", 12)
    assert names.complete("hello bobby ", 12) == ("hello Bo ", 9)
    assert names.complete("/msg @elo hi", 9) == ("/msg @Élodie hi", 13)
    assert names.complete("#lo", 3) == ("#lobby ", 7)
    assert names.complete("/m", 2) == ("/msg ", 5)
    assert names.complete("hello ", 6) is None
    assert names.complete("hello ada", 9) is None
