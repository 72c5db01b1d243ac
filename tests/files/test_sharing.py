"""Files go with a message: whose they are, who sees them, and what becomes of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.edits.models import Version
from chat.files import reading, sharing, sweep, uploading
from chat.files.addresses import UPLOADS, reader_of, upload_at
from chat.files.models import File
from chat.models import Message, User, post
from chat.models.messages import history
from chat.models.messages.message import message_of
from chat.models.messages.restoring import restore
from chat.wire.errors import (
    Banned,
    ChatError,
    DiskFull,
    IdReused,
    LoginRequired,
    Malformed,
    Muted,
    NoSuchConversation,
    NotAllowed,
    TooLong,
    TooMany,
)
from tests.files.sending import PNG, begun, sent, share, shared_files, there

pytestmark = pytest.mark.django_db(transaction=True)


def read(reader, posted):
    found = history.page(posted.conversation, reader).messages
    return next(each for each in found if each.seq == posted.seq)


def let_go():
    """What the clocks do."""
    assert not sweep.forget()
    sweep.clear()


def test_files_are_told_of_beside_the_words_and_named_in_the_body(ada, bob, dev):
    plan, photo = sent(ada), sent(ada, PNG, "me.png", alt="It is me")
    said = read(bob, share(ada, dev, plan, photo, words="look at *this*"))
    assert said.body == "look at *this*\n📎 `plan.pdf` (4 B)\n📎 `me.png` (28 B, 4 × 3)"
    assert said.shared.html == "<p>look at <em>this</em></p>"
    first, second = said.shared.files
    assert (first.name, first.media, first.size) == (
        "plan.pdf",
        "application/octet-stream",
        4,
    )
    assert (second.media, second.alt) == ("image/png", "It is me")
    assert first.href == f"/files/{plan.pk}/plan.pdf"


def test_of_a_voice_it_is_told_how_it_sounds_and_for_how_long(ada, bob, dev):
    voice = {"wave": [0, 100, 7], "seconds": 65}
    sound = sent(ada, b"OggS and more", "voice.ogg", **voice)
    posted = share(ada, dev, sound, sent(ada, **voice))
    message = history.page(posted.conversation, bob).messages[-1]
    told, other = message.shared.files
    assert (told.wave, told.seconds) == ([0, 100, 7], 65)
    assert (other.wave, other.seconds) == (UNSET, UNSET)
    assert message.body == "📎 `voice.ogg` (13 B, 1:05)\n📎 `plan.pdf` (4 B)"


def test_files_need_no_words(ada, bob, dev):
    said = read(bob, share(ada, dev, sent(ada)))
    assert (said.body, said.shared.html) == ("📎 `plan.pdf` (4 B)", "")


def test_what_looks_like_a_file_in_the_words_is_none(ada, bob, dev):
    said = read(bob, share(ada, dev, sent(ada), words="📎 `other.pdf` (3 B)"))
    assert len(said.shared.files) == 1
    post(ada, dev.pk, "📎 `other.pdf` (3 B)", uuid4())
    assert history.page(dev.pk, bob).messages[-1].shared is wire.UNSET


def test_the_same_id_is_the_same_message(ada, dev):
    plan, id = sent(ada), uuid4()
    assert share(ada, dev, plan, id=id) == share(ada, dev, plan, id=id)
    with pytest.raises(IdReused):
        share(ada, dev, sent(ada, name="other.pdf"), id=id)
    assert Message.objects.filter(conversation=dev).count() == 1


def test_one_shares_what_is_ones_own_and_whole_and_was_not_shared(ada, bob, dev):
    plan = sent(ada)
    unfinished = File.objects.get(pk=begun(ada).id)
    share(ada, dev, plan)
    for author, file in [(ada, plan), (ada, unfinished), (bob, sent(ada))]:
        with pytest.raises(NotAllowed):
            share(author, dev, file)
    assert Message.objects.filter(conversation=dev).count() == 1


def test_of_two_messages_with_one_file_one_is_stored(ada, dev, monkeypatch):
    plan = sent(ada)
    body, its = sharing.shared(ada, [plan.pk], uuid4(), "", "")
    share(ada, dev, plan)
    request = sharing.PostRequest(ada, dev.pk, body, uuid4(), shared=its)
    with pytest.raises(NotAllowed):
        sharing.share(request)
    assert Message.objects.filter(conversation=dev).count() == 1


def test_posts_without_files_ask_nothing_about_files(ada, bob, dev):
    post(ada, dev.pk, "hello", uuid4())
    with CaptureQueriesContext(connection) as asked:
        history.page(dev.pk, bob)
        post(ada, dev.pk, "again", uuid4())
    assert not [each for each in asked if "files_file" in each["sql"]]


def test_other_words_leave_the_files(ada, bob, dev):
    posted = share(ada, dev, sent(ada), words="this")
    said = message_of(posted.conversation, posted.seq, ada)
    event = said.edit(ada, "*that*\n📎 `none.pdf` (1 B)")
    assert event.body == "*that*\n📎 `plan.pdf` (4 B)"
    assert event.shared.html == "<p><em>that</em></p>"
    assert read(bob, posted).shared == event.shared


def test_the_files_of_a_deleted_message_are_gone_at_once(ada, bob, dev):
    plan = sent(ada)
    posted = share(ada, dev, plan)
    assert reading.readable(plan.pk, bob) == plan
    message_of(posted.conversation, posted.seq, ada).delete_by(ada)
    assert read(bob, posted).shared is wire.UNSET
    with pytest.raises(NoSuchConversation):
        reading.readable(plan.pk, bob)


def test_what_is_brought_back_has_its_files_as_long_as_its_words_are_kept(ada, dev):
    posted = share(ada, dev, sent(ada))
    said = message_of(posted.conversation, posted.seq, ada)
    body, html = said.body, said.html
    said.delete_by(ada)
    let_go()
    event = restore(said, body, html, said.renderer)
    assert [each.name for each in event.shared.files] == ["plan.pdf"]
    said.delete_by(ada)
    Version.objects.all().delete()
    let_go()
    assert not File.objects.exists()


def test_whoever_may_read_the_message_may_read_its_files(ada, bob, dev):
    eve = User.objects.sign_up("eve", "correct horse")
    plan = sent(ada)
    with pytest.raises(NoSuchConversation):
        reading.readable(plan.pk, ada)  # nobody has shared it
    posted = share(ada, dev, plan)
    asked = wire.FetchFiles(conversation=dev.pk, seq=posted.seq)
    for act in (lambda who: reading.readable(plan.pk, who), _links(asked)):
        act(ada), act(bob)
        with pytest.raises(NoSuchConversation):
            act(eve)
    dev.leave(bob)
    with pytest.raises(NoSuchConversation):
        reading.readable(plan.pk, bob)


def _links(asked):
    return lambda who: reading.links(who, asked)


def test_a_link_is_for_one_file_and_ends_with_the_log_ins(ada, bob, dev):
    plan = sent(ada)
    posted = share(ada, dev, plan)
    asked = wire.FetchFiles(conversation=dev.pk, seq=posted.seq)
    [file] = reading.links(bob, asked).files
    token = file.href.partition("?link=")[2]
    assert reader_of(token, plan.pk) == bob
    with pytest.raises(LoginRequired):
        reader_of(token, uuid4())
    bob.log_out_everywhere()
    with pytest.raises(LoginRequired):
        reader_of(token, plan.pk)


def test_whoever_is_banned_or_muted_sends_nothing(ada, dev):
    upload = upload_at(begun(ada).href.removeprefix(UPLOADS))
    User.objects.filter(pk=ada.pk).update(muted=True)
    for act in (lambda: begun(ada), lambda: uploading.expected(upload)):
        with pytest.raises(Muted):
            act()
    User.objects.filter(pk=ada.pk).update(is_active=False)
    with pytest.raises(Banned):
        uploading.expected(upload)


# --- How much there may be ------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "most", "error"),
    [
        ("CHAT_FILE_BYTES", 11, TooLong),
        ("CHAT_FILE_BYTES", 0, NotAllowed),
        ("CHAT_FILES_BYTES_PER_PERSON", 15, TooMany),
        ("CHAT_FILES_BYTES", 15, DiskFull),
        ("CHAT_FREE_BYTES", 2**62, DiskFull),
    ],
)
def test_there_is_no_more_than_there_may_be(ada, settings, setting, most, error):
    begun(ada, size=4)
    setattr(settings, setting, most)
    with pytest.raises(ChatError) as refused:
        begun(ada, size=12)
    assert type(refused.value) is error


@pytest.mark.dear
def test_only_so_many_wait_to_be_shared(ada, dev):
    for _ in range(20):
        plan = sent(ada)
    with pytest.raises(TooMany):
        begun(ada)
    share(ada, dev, plan)
    begun(ada)


# --- What goes ------------------------------------------------------------------------


def age(**fields):
    File.objects.filter(**fields).update(at=timezone.now() - timedelta(days=2))


@pytest.mark.usefixtures("either")
def test_each_content_is_there_once_and_goes_with_the_last_that_has_it(
    ada, bob, dev, monkeypatch
):
    one, other = share(ada, dev, sent(ada)), share(bob, dev, sent(bob))
    assert len(there()) == 1
    monkeypatch.setattr(sweep, "YOUNG", timedelta(0))
    for posted, who, left in [(one, ada, 1), (other, bob, 0)]:
        message_of(posted.conversation, posted.seq, who).delete_by(who)
        Version.objects.all().delete()
        let_go()
        assert len(there()) == left


@pytest.mark.usefixtures("either")
def test_what_is_young_stays_though_no_file_has_it_as_yet(ada):
    sent(ada)
    File.objects.all().delete()
    let_go()
    assert len(there()) == 1


@pytest.mark.usefixtures("either")
def test_what_was_never_shared_goes_after_a_day(ada, dev):
    begun(ada), sent(ada)
    share(ada, dev, sent(ada))
    let_go()
    assert File.objects.count() == 3
    age()
    let_go()
    assert File.objects.get() == shared_files().get()


def test_what_the_version_before_has_deleted_the_message_of_goes(ada, bob, dev):
    plan = sent(ada)
    share(ada, dev, plan)
    Message.objects.filter(conversation=dev).update(body="", html="", deleted=True)
    with pytest.raises(NoSuchConversation):
        reading.readable(plan.pk, bob)
    let_go()
    assert not File.objects.exists()


@pytest.mark.usefixtures("either")
def test_the_command_says_what_lacks(ada, dev, capsys):
    plan = sent(ada)
    share(ada, dev, plan)
    call_command("files", check=True)
    assert capsys.readouterr().out == (
        "1 file; 1 content in the storage, 4 B.\nAll of them are there.\n"
    )
    sweep.contents().delete(plan.content)
    with pytest.raises(CommandError):
        call_command("files", check=True)
    File.objects.all().delete()
    sent(ada)
    File.objects.all().delete()
    call_command("files", check=True)
    assert "is of no file" in capsys.readouterr().out


def test_a_body_too_long_with_the_names_is_refused(ada, dev):
    with pytest.raises(TooLong):
        share(ada, dev, sent(ada), words="x" * 3999)
    with pytest.raises(Malformed):
        share(ada, dev, sent(ada), words="\u200b")
