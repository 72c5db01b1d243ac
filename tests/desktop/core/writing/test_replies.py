"""What a message answers: it is kept, sent, and follows what it shows."""

import pytest

from chat.desktop.core.history.messages import Message, Messages
from chat.desktop.core.slash.line import say
from chat.desktop.core.storage.store import Store
from chat.desktop.core.writing.replies import Replies
from tests.desktop.core.talk import live, message

QUOTE = {"seq": 44, "from": "bob", "author": 9, "body": "hi"}


def posts(talk):
    return [each for each in talk.said if each["type"] == "post"]


def answering(talk, seq=45):
    ada = talk.come_in().loaded([message(44), message(45)])
    ada.chat.replies.begin(ada.lobby, ada.lobby.messages.get(seq))
    return ada


def test_what_is_said_next_answers_and_the_one_after_it_does_not(talk):
    ada = answering(talk)
    assert say("yes", ada.person())
    assert say("and no", ada.person())
    assert ada.chat.replies.of(ada.lobby) is None
    first, *_ = posts(ada)
    assert (first["reply_to"], first["epoch"]) == (45, 0)
    waiting = ada.chat.postman.waiting_in(ada.lobby)
    assert [post.reply and post.reply.quote.seq for post in waiting] == [45, None]


def test_a_reply_waits_on_disk_with_what_it_shows(talk, tmp_path):
    ada = answering(talk)
    say("yes", ada.person())
    ada.chat.replies.begin(ada.lobby, ada.lobby.messages.get(44))
    ada.store.flush()
    again = Store(tmp_path / "ada.db")
    [post] = again.posts()
    assert (post.reply.quote.seq, post.reply.quote.body) == (45, "hi")
    assert Replies(again).of(ada.lobby).quote.seq == 44
    again.close()


def test_what_answers_a_message_that_is_gone_is_sent_again_as_a_word_of_its_own(talk):
    ada = answering(talk)
    say("yes", ada.person())
    [post] = posts(ada)
    error = {"type": "error", "code": "no-such-conversation", "detail": "No."}
    ada.hear({**error, "ref": post["id"]})
    ada.chat.postman.retry(post["id"])
    assert "reply_to" not in posts(ada)[-1]


def test_of_a_log_that_was_restored_nothing_is_answered(talk):
    ada = answering(talk)
    ada.lobby.log.epoch = 7
    assert ada.chat.replies.of(ada.lobby) is None


def test_the_keys_go_from_one_message_to_the_next_and_out_again(talk):
    ada = talk.come_in().loaded([message(43), message(44), message(45)])
    replies, seqs = ada.chat.replies, []
    for by in (-1, -1, 1, 1):
        replies.step(ada.lobby, by)
        reply = replies.of(ada.lobby)
        seqs.append(reply and reply.quote.seq)
    assert seqs == [45, 44, 45, None]


@pytest.mark.parametrize(
    ("event", "body", "deleted"),
    [
        ({"type": "edited", "body": "other\n\nwords"}, "other words", False),
        ({"type": "deleted", "whose": 9}, "", True),
    ],
)
def test_a_quote_follows_what_it_shows_be_that_here_or_not(talk, event, body, deleted):
    ada = talk.come_in().loaded([message(45, quote=QUOTE)])
    seq = ada.lobby.log.number + 1
    at = {"seq": seq, "target": 44, "conversation": 1, "from": "bob", "author": 9}
    ada.hear({**at, **event, "at": message(1)["at"]})
    quote = ada.lobby.messages.get(45).quote
    assert (quote.body, quote.deleted) == (body, deleted)


def test_a_quote_follows_what_is_only_known_by_what_has_changed(talk):
    ada = talk.come_in().loaded([message(44), message(45, quote=QUOTE)])
    ada.hear(live(ada.lobby.log.number + 3))
    changed = message(44, "better", changed=47, edited=True)
    page = {"messages": [changed], "upto": 47, "more": False, "topic": ""}
    ada.answer("changes", conversation=1, **page)
    assert ada.lobby.messages.get(45).quote.body == "better"


def test_quotes_and_mentions_have_the_names_that_people_have_now():
    named = [{"author": 8, "name": "Eve"}]
    messages = Messages([Message.of(message(3, author=7, quote=QUOTE, mentions=named))])
    assert messages.rename({9: "rob", 8: "eva"})
    assert not messages.rename({9: "rob", 8: "eva"})
    found = messages.get(3)
    assert (found.quote.sender, found.mentions[0].shown) == ("rob", "eva")
    assert Message.of(found.wire()) == found


def test_a_message_of_elsewhere_is_answered_by_its_number(talk):
    ada = talk.come_in().loaded([message(44)])
    assert say("/reply 44 yes", ada.person())
    assert posts(ada)[0]["reply_to"] == 44
    assert say("/reply 7 who?", ada.person())
    ada.answer("chain", conversation=1, messages=[message(7)], more=False)
    waiting = ada.chat.postman.waiting_in(ada.lobby)
    assert [post.reply.quote.seq for post in waiting] == [44, 7]
    assert say("/reply", ada.person())
    assert ada.screen.notes[-1].startswith("44  [")
    assert say("/around 7", ada.person())
    ada.answer("history", conversation=1, messages=[message(7)], more=False)
    assert ada.screen.notes[-1].startswith("7  [")
