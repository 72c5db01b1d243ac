"""What other chats have exported comes in as it was said, and once."""

import os
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from chat.models import Conversation, Membership, Message, User, post
from chat.models.messages import following
from chat.models.messages.following import Position
from chat.models.rooms import grouping
from chat.moving.foreign import spool
from tests.moving import samples
from tests.moving.site import content

pytestmark = pytest.mark.django_db(transaction=True)


def slack(folder):
    return samples.zipped(folder / "slack.zip", samples.SLACK)


def mattermost(folder):
    return samples.lines(folder / "bulk.jsonl", samples.MATTERMOST)


def zulip(folder):
    return samples.tarred(folder / "zulip.tar.gz", samples.ZULIP)


def irssi(folder):
    path = folder / "#dev.log"
    path.write_text(samples.IRSSI)
    return path


def weechat(folder):
    path = folder / "irc.net.#dev.weechatlog"
    path.write_text(samples.WEECHAT)
    return path


def znc(folder):
    return samples.zipped(folder / "znc.zip", samples.ZNC)


ALL = [slack, mattermost, zulip, irssi, weechat, znc]


def said(room):
    found = Message.objects.filter(conversation__name=room).order_by("seq")
    return [(one.author.name, one.body) for one in found.select_related("author")]


def test_slack_comes_as_it_was(tmp_path):
    call_command("import", slack(tmp_path))
    assert said("general") == [
        (
            "Ada-Lovelace",
            "hi @bob, **see** [this](https://a.example/?x=1&y) in #empty-room",
        ),
        ("bob", "[a.png](https://files.example/a.png)"),
        ("Build-Bot", "~~red~~ green 🎉"),
        ("admin2", "yes, `a *b* <c>`"),
        ("bob", "waves"),
        ("USLACKBOT", ""),
    ]
    first, *_, fourth, waves, gone = Message.objects.filter(
        conversation__name="general"
    )
    assert first.edited
    assert first.at == datetime.fromtimestamp(1700000001.0001, UTC)
    assert sorted(first.reactions.values_list("user__name", "emoji")) == [
        ("admin2", "👍🏽"),
        ("bob", "👍🏽"),
    ]
    assert (waves.action, gone.deleted, fourth.action) == (True, True, False)
    assert (first.reply_to, fourth.reply_to) == (None, first.seq)
    room = Conversation.objects.get(name="general")
    assert (room.topic, room.created.year) == ("all & sundry", 2020)
    assert {*room.memberships.values_list("read", flat=True)} == {room.head}


def test_talks_of_two_stay_theirs_and_those_of_three_are_a_group(tmp_path):
    call_command("import", slack(tmp_path))
    ada, bob = User.objects.named("ada-lovelace"), User.objects.named("bob")
    direct = Conversation.objects.direct(ada, bob)
    assert [one.body for one in direct.messages.all()] == ["psst"]
    group = Conversation.objects.get(kind="group")
    assert (group.private, group.memberships.count()) == (True, 3)
    assert grouping.begin(ada, [each.name for each in group.members.all()]) == group
    assert group.messages.exists()


def test_mattermost_comes_as_it_was(tmp_path):
    call_command("import", mattermost(tmp_path))
    assert said("town-square") == [
        ("ada", "**hi** @bob-b 👍 @nobody"),
        ("bob-b", "hi\n(file: plan.pdf)"),
    ]
    assert Message.objects.get(body__startswith="hi\n").reply_to == 1
    first = Message.objects.get(conversation__name="town-square", edited=True)
    assert list(first.reactions.values_list("emoji", flat=True)) == ["❤️"]
    assert first.at.microsecond == 123_000
    [direct] = Message.objects.filter(conversation__kind="direct")
    assert direct.body == "psst"


def test_zulip_comes_as_it_was(tmp_path):
    call_command("import", zulip(tmp_path))
    assert said("design") == [
        ("Ada-Lovelace", "**plan**\n*so*"),
        ("Bob", "ack @Ada-Lovelace in #design (plan)"),
    ]
    assert Conversation.objects.get(name="design").private
    [nods] = Message.objects.filter(conversation__kind="direct")
    assert (nods.body, nods.action) == ("nods", True)
    assert not User.objects.filter(name__contains="Notification").exists()


def test_people_without_a_name_come_all_the_same(tmp_path):
    realm = samples.ZULIP["realm.json"]
    nobodies = [*realm["zerver_userprofile"][1:], {"id": 11, "full_name": ""}]
    nameless = {
        **samples.ZULIP,
        "realm.json": {**realm, "zerver_userprofile": nobodies},
    }
    call_command("import", samples.tarred(tmp_path / "zulip.tar.gz", nameless))
    assert said("design")[0] == ("person", "**plan**\n*so*")


@pytest.mark.parametrize("log", [irssi, weechat, znc])
def test_logs_of_irc_come_as_they_were(tmp_path, log):
    call_command("import", log(tmp_path), "--zone=Europe/Berlin")
    assert said("dev") == [
        ("ada", "hello # all"),
        ("ada", "hello # all"),
        ("bob", "waves"),
        ("bob", "back later"),
        ("ada", "red # night"),
    ]
    times = [f"{one.at:%d %H:%M}" for one in Message.objects.order_by("seq")]
    assert times[0] == "14 09:01"
    assert times[-1] == "14 23:01"


def test_a_log_may_be_named_as_before_utf_8(tmp_path):
    (tmp_path / "logs").mkdir()
    name = os.fsencode(tmp_path / "logs") + "/#café.log".encode("latin-1")
    irssi(tmp_path).rename(os.fsdecode(name))
    call_command("import", tmp_path / "logs")
    assert len(said("café")) == 5


@pytest.mark.parametrize("export", ALL)
def test_the_same_again_adds_nothing(tmp_path, export, capsys):
    path = export(tmp_path)
    call_command("import", path)
    before = content()
    capsys.readouterr()
    call_command("import", path)
    assert content() == before
    told = capsys.readouterr().out
    assert "People: 0 new" in told
    assert "Messages: 0 new" in told


def test_a_later_export_adds_what_is_new(tmp_path):
    call_command("import", slack(tmp_path))
    day = [{"user": "U1", "text": "new", "ts": "1800000000.0"}]
    more = {**samples.SLACK, "general/2027-01-15.json": day}
    call_command("import", samples.zipped(tmp_path / "more.zip", more))
    assert said("general")[-1] == ("Ada-Lovelace", "new")
    assert len(said("general")) == 7


@pytest.mark.parametrize("export", ALL)
def test_a_dry_run_tells_and_does_nothing(tmp_path, export, capsys):
    before = content()
    call_command("import", export(tmp_path), "--dry-run")
    told = capsys.readouterr().out
    assert content()[:2] == before[:2]
    assert "Nothing was done." in told
    assert "Messages: 0 new" not in told


def test_a_dry_run_says_what_is_lost_and_what_names_become(tmp_path, capsys):
    call_command("import", slack(tmp_path), "--dry-run")
    told = capsys.readouterr().out
    for line in (
        "new: Ada Lovelace is Ada-Lovelace",
        "new: admin is admin2",
        "new: … is U4",
        "empty.room is #empty-room",
        "1 reactions :partyparrot:",
        "1 comings and goings",
        "no password",
    ):
        assert line in told


def test_people_and_rooms_that_are_here_are_mapped(tmp_path):
    ada = User.objects.sign_up("ada", "correct horse")
    (tmp_path / "map").write_text("; who\nAda Lovelace = ada\n#general = #lobby\n")
    call_command("import", slack(tmp_path), "--map", tmp_path / "map")
    assert said("lobby")[0][0] == "ada"
    assert ada.memberships.filter(conversation__name="empty-room").exists()


@pytest.mark.parametrize(
    "line", ["ada = nobody", "#general = #none", "ada", "ada = #lobby"]
)
def test_a_line_of_the_map_that_is_wrong_is_named(tmp_path, line):
    (tmp_path / "map").write_text(f"; first\n{line}\n")
    with pytest.raises(CommandError, match="Line 2 of map"):
        call_command("import", slack(tmp_path), "--map", tmp_path / "map")


def test_nobody_can_log_in_until_a_password_is_set(tmp_path):
    call_command("import", irssi(tmp_path))
    user = User.objects.named("ada")
    assert not user.has_usable_password()
    user.change_password("correct horse")
    assert User.objects.check_login("ada", "correct horse") == user


def test_whoever_was_killed_begins_again(tmp_path, monkeypatch):
    monkeypatch.setattr(spool, "STEP", 2)
    path, steps = slack(tmp_path), spool.Spool.steps

    def cut_short(self, place):
        yield next(steps(self, place))
        raise KeyboardInterrupt

    monkeypatch.setattr(spool.Spool, "steps", cut_short)
    for _ in range(2):
        with suppress(KeyboardInterrupt):
            call_command("import", path)
    monkeypatch.setattr(spool.Spool, "steps", steps)
    call_command("import", path)
    assert len(said("general")) == 6
    assert User.objects.count() == 6


def test_followers_take_what_is_old_for_done(tmp_path):
    Conversation.objects.lobby()
    following.begin("push")
    call_command("import", slack(tmp_path))
    assert following.behind("push", 10) == []
    assert Position.objects.filter(follower="push").count() == 5


def test_who_had_not_read_a_room_has_not_read_what_comes(tmp_path):
    ada = User.objects.sign_up("ada", "correct horse")
    bob = User.objects.sign_up("bea", "correct horse")
    post(ada, Conversation.objects.lobby().pk, "x", uuid4())
    (tmp_path / "map").write_text("#general = #lobby\n")
    call_command("import", slack(tmp_path), "--map", tmp_path / "map")
    assert Membership.objects.get(user=bob).read == 0
