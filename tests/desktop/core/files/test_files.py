"""Files in the desktop's core: sent one after another, shared once, in their order."""

import json

import pytest

from chat.desktop.core.chat import Chat
from chat.desktop.core.files.attachments import FILES_MOST, CannotShare, attached
from chat.desktop.core.files.shared import file_of
from chat.desktop.core.files.sizes import measures_of, size_of
from chat.desktop.core.files.uploads import NOWHERE, Progress
from chat.desktop.core.history.messages import Message
from chat.desktop.core.slash.line import say
from chat.text import size
from chat.wire import limits
from tests.desktop.core.talk import message

ID = "0b8e1d1c-8a4b-4a57-9d5f-3c5b7e2f9a10"
URL = "http://127.0.0.1:8000/files/upload/x"


class Line:
    """What carries files: a list of what it was given."""

    def __init__(self):
        self.sent, self.cancelled, self.told = [], [], None

    def send(self, url, path, size, told):
        self.sent.append((url, path.name, size))
        self.told = told
        return lambda: self.cancelled.append(path.name)


@pytest.fixture
def line(talk):
    line = Line()
    talk.chat.uploads.send = line.send
    return line


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"plan" * 300)
    return path


def offered(talk, id=ID, **more):
    return talk.answer("upload", id=id, name="x", href="/x", until="", url=URL, **more)


def said(talk):
    types = ("post", "share")
    return [each for each in talk.said if each["type"] in types]


def test_a_file_is_sent_and_then_shared(talk, line, plan):
    ada = talk.come_in().loaded()
    assert say(f"/upload {plan}", ada.person())
    asked = offered(ada)
    assert (asked["name"], asked["size"]) == ("plan.pdf", 1200)
    assert line.sent == [(URL, "plan.pdf", 1200)]
    assert said(ada) == []
    line.told(Progress(1200, is_over=True))
    [shared] = said(ada)
    assert shared["type"] == "share"
    assert shared["files"] == [ID]
    assert shared["to"] == ada.lobby.id
    assert shared["body"] == ""
    ada.hear(
        {
            "type": "posted",
            "ref": shared["id"],
            "conversation": 1,
            "seq": 99,
            "id": shared["id"],
            "at": "2026-01-31T14:05:00.000Z",
        }
    )
    assert ada.chat.postman.outbox.posts == []


def test_what_is_said_meanwhile_comes_after_it(talk, line, plan):
    ada = talk.come_in().loaded()
    say(f"/upload {plan}", ada.person())
    say("and here is the plan", ada.person())
    say("hello", ada.person(ada.chat.direct("bob")))
    assert [each["body"] for each in said(ada)] == ["hello"]
    ada.hear(
        {
            "type": "posted",
            "conversation": 2,
            "seq": 1,
            "id": said(ada)[0]["id"],
            "at": "2026-01-31T14:05:00.000Z",
        }
    )
    offered(ada)
    line.told(Progress(1200, is_over=True))
    assert [each["type"] for each in said(ada)] == ["post", "share"]


def test_it_is_said_how_far_it_is(talk, line, plan):
    ada = talk.come_in().loaded()
    say(f"/upload {plan}", ada.person())
    offered(ada)
    line.told(Progress(300))
    [post] = ada.chat.postman.waiting_in(ada.lobby)
    assert post.text == "📎 plan.pdf (1.2 kB)"
    assert ada.chat.state_of(post) == "sending plan.pdf: 25 %"


def test_what_is_cancelled_is_not_sent_any_more(talk, line, plan):
    ada = talk.come_in().loaded()
    say(f"/upload {plan}", ada.person())
    offered(ada)
    [post] = ada.chat.postman.outbox.posts
    ada.chat.postman.remove(post.id)
    assert line.cancelled == ["plan.pdf"]
    line.told(Progress(1200, is_over=True))
    assert said(ada) == []


def test_several_go_together_one_after_another(talk, line, tmp_path, plan):
    ada = talk.come_in().loaded()
    (tmp_path / "b.txt").write_text("b")
    [files] = attached([str(plan), str(tmp_path / "b.txt")])
    ada.chat.post(ada.lobby, "see", files=files)
    offered(ada, id="1")
    line.told(Progress(1200, is_over=True))
    assert said(ada) == []
    offered(ada, id="2")
    line.told(Progress(1, is_over=True))
    [shared] = said(ada)
    assert shared["files"] == ["1", "2"]
    assert shared["body"] == "see"


@pytest.mark.parametrize("way", ["asked", "sent"])
def test_a_refusal_is_a_sentence_and_the_post_stays(talk, line, plan, way):
    ada = talk.come_in().loaded()
    say(f"/upload {plan}", ada.person())
    if way == "asked":
        ref = ada.said[-1]["ref"]
        why = {"code": "not-allowed", "detail": "This site takes no files."}
        ada.hear({"type": "error", "ref": ref, **why})
    else:
        offered(ada)
        refusal = "This site takes no files."
        line.told(Progress(0, is_over=True, refusal=refusal))
    [post] = ada.chat.postman.outbox.posts
    assert post.error == "This site takes no files."
    assert said(ada) == []
    assert ada.screen.warnings == ["#lobby: This site takes no files."]
    ada.said.clear()
    ada.chat.postman.retry(post.id)
    assert [each["type"] for each in ada.said] == ["upload"]


def test_a_site_that_does_not_say_where_it_is(talk, line, plan):
    ada = talk.come_in().loaded()
    say(f"/upload {plan}", ada.person())
    ada.answer("upload", id=ID, name="x", href="/x", until="")
    assert ada.chat.postman.outbox.posts[0].error == NOWHERE


def test_who_asks_too_often_asks_again(talk, line, plan):
    ada = talk.come_in().loaded()
    say(f"/upload {plan}", ada.person())
    asked = ada.said.pop()
    ada.hear(
        {
            "type": "error",
            "ref": asked["ref"],
            "code": "rate-limited",
            "detail": "Slowly.",
            "retry": 3,
        }
    )
    assert [each["type"] for each in ada.said if each["type"] == "upload"] == []
    ada.pass_seconds(3)
    assert ada.said[-1]["type"] == "upload"


def test_what_was_begun_goes_on_after_a_restart(talk, line, plan):
    say(f"/upload {plan}", talk.come_in().loaded().person())
    talk.chat = Chat(talk.store, talk.timers, talk.screen)
    talk.chat.uploads.send = line.send
    talk.said.clear()
    talk.come_in()
    offered(talk)
    line.told(Progress(1200, is_over=True))
    assert said(talk)[0]["files"] == [ID]


def test_a_break_of_the_connection_does_not_end_what_is_sent(talk, line, plan):
    ada = talk.come_in().loaded()
    say(f"/upload {plan}", ada.person())
    offered(ada)
    ada.chat.disconnected()
    line.told(Progress(1200, is_over=True))
    assert line.cancelled == []
    assert said(ada) == []
    ada.come_in()
    assert said(ada)[0]["files"] == [ID]


@pytest.mark.parametrize("what", ["", "nothing/there.pdf", "/tmp", "{folder}/empty"])
def test_what_is_no_file_stays_where_it_was_typed(talk, line, tmp_path, what):
    (tmp_path / "empty").touch()
    ada = talk.come_in().loaded()
    asked = f"/upload {what}".format(folder=tmp_path)
    assert not say(asked, ada.person())
    assert len(ada.screen.notes) == 1
    assert not ada.chat.postman.outbox.posts


def test_so_many_go_with_one_message(plan):
    together = attached([str(plan)] * 11)
    assert list(map(len, together)) == [10, 1]
    with pytest.raises(CannotShare):
        attached([str(plan), "nowhere"])


def test_the_bounds_and_words_are_the_servers():
    assert FILES_MOST == limits.FILES_MOST
    begins = (1, 9, 99, 115, 125, 994, 995, 999)
    sizes = [each * 10**power for each in begins for power in range(14)]
    assert [*map(size_of, sizes)] == [*map(size.size_of, sizes)]
    for sides in ((640, 480), (None, None)):
        assert measures_of(1200, *sides) == size.measures_of(1200, *sides)


def test_where_the_files_of_a_message_are(talk):
    ada = talk.come_in().loaded()
    assert say("/files 43", ada.person())
    file = {"id": ID, "name": "plan.pdf", "media": "x", "size": 1200, "href": "/f"}
    asked = ada.answer("files", conversation=1, target=43, files=[{**file, "url": URL}])
    assert (asked["conversation"], asked["seq"]) == (1, 43)
    assert ada.screen.notes == [f"plan.pdf (1.2 kB): {URL}"]


@pytest.mark.parametrize(
    ("media", "about"),
    [("application/pdf", "1.2 kB"), ("image/png", "1.2 kB, 640 × 480")],
)
def test_a_page_of_paper_has_no_pixels(media, about):
    assert (
        file_of({**SHARED, "media": media, "width": 640, "height": 480}).about == about
    )


def test_of_a_voice_it_is_said_how_long_it_takes():
    assert file_of({**SHARED, "seconds": 65}).about == "1.2 kB, 1:05"


SHARED = {"id": ID, "name": "plan.pdf", "media": "x", "size": 1200, "href": "/f"}
BODY = "see\n📎 `plan.pdf` (1.2 kB)"


def with_file():
    shared = {"html": "<p>see</p>", "files": [SHARED]}
    return Message.of(message(43, BODY, shared=shared))


def test_a_message_has_its_files_after_the_disk_too():
    said = with_file()
    assert Message.of(json.loads(json.dumps(said.wire()))) == said
    assert said.shared.words(said.body) == "see"
    assert [file.line for file in said.shared.files] == ["📎 plan.pdf (1.2 kB)"]


def test_a_picture_is_told_of_with_its_sides():
    shared = {"html": "", "files": [{**SHARED, "width": 640, "height": 480}]}
    said = Message.of(message(43, BODY, shared=shared))
    assert Message.of(json.loads(json.dumps(said.wire()))) == said
    assert said.shared.files[0].line == "📎 plan.pdf (1.2 kB, 640 × 480)"


def test_an_edit_keeps_them_and_a_deletion_does_not():
    said = with_file()
    edited = {"type": "edited", "seq": 44, "target": 43, "html": ""}
    shared = {"html": "<p>look</p>", "files": [SHARED]}
    said.change({**edited, "body": BODY.replace("see", "look"), "shared": shared})
    assert said.shared.words(said.body) == "look"
    said.change({"type": "deleted", "seq": 45, "target": 43})
    assert said.shared is None


def test_a_picture_is_fetched_small_to_be_shown(talk, tmp_path):
    ada, fetched, came = talk.come_in().loaded(), [], []
    ada.chat.downloads.fetch = lambda *what: fetched.append(what)
    [file] = with_file().shared.files
    path = tmp_path / "picture.png"
    ada.chat.downloads.show(ada.lobby, 43, file, path, lambda: came.append(path))
    url = "http://127.0.0.1:8000/files/1/x?link=y"
    ada.answer("files", conversation=1, target=43, files=[{**SHARED, "url": url}])
    [(where, _, told)] = fetched
    assert where == f"{url}&thumbnail=320.png"
    told(Progress(9))
    assert came == []
    told(Progress(9, is_over=True))
    assert came == [path]


@pytest.mark.parametrize("answer", ["here", "nowhere", "refused"])
def test_a_file_of_a_message_is_stored(talk, tmp_path, answer):
    ada, fetched = talk.come_in().loaded(), []
    ada.chat.downloads.fetch = lambda *what: fetched.append(what)
    [file] = with_file().shared.files
    path = tmp_path / "saved.pdf"
    ada.chat.downloads.save(ada.lobby, 43, file, path)
    url = {} if answer == "nowhere" else {"url": URL}
    ada.answer("files", conversation=1, target=43, files=[{**SHARED, **url}])
    if answer == "nowhere":
        assert fetched == []
        assert "does not say where" in ada.screen.warnings[0]
        return
    [(where, to, told)] = fetched
    assert (where, to) == (URL, path)
    refusal = "There is no such file." if answer == "refused" else ""
    told(Progress(0, is_over=True, refusal=refusal))
    heard = [f"plan.pdf: {refusal}"] if refusal else [f"plan.pdf is saved: {path}"]
    assert [*ada.screen.warnings, *ada.screen.notes] == heard
