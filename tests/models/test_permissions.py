"""The table of who may do what, held by the verbs: role, verb, kind of conversation."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from chat import wire
from chat.edits.keeping import versions_of
from chat.files import uploading
from chat.files.avatars import setting
from chat.held import ruling, waiting
from chat.held.models import Held
from chat.later import scheduling
from chat.models import Conversation, Membership, PostRequest, User, post
from chat.models.members import offer, putting_out, silencing
from chat.models.messages import history, pinning
from chat.models.messages.message import message_of
from chat.models.people import status
from chat.models.permissions import (
    CALLED_MOST,
    KINDS,
    NOBODY,
    OWNER,
    ROLES,
    RULES,
    acting_as,
    least,
    may,
    may_call_all,
)
from chat.models.rooms import grouping, steering
from chat.polls import polling
from chat.polls.reading import begun
from chat.polls.wording import Sheet
from chat.reports import handling, reporting
from chat.wire.errors import Muted, NotAllowed
from tests.protocol import permissions as page

pytestmark = pytest.mark.django_db

SETTINGS = {
    "description": "about",
    "lock": True,
    "speakers": "voice",
    "slow": 5,
    "keep": 30,
    "name": "other",
    "private": True,
    "unlisted": True,
    "archived": True,
}


def said_by(whom):
    return lambda cast: message_of(cast.room.pk, cast.said[whom].seq, cast.actor)


def poll_of(whom):
    """Of somebody there, asked before the place was what it is."""
    return lambda cast: (cast.room.pk, cast.asked[whom].seq, None)


def versions(whom):
    return lambda cast: versions_of(cast.room.pk, cast.said[whom].seq, cast.actor)


def closed(whom):
    return lambda cast: polling.close(cast.actor, poll_of(whom)(cast))


def asks(person, place):
    sheet = Sheet("Lunch?", ("Pizza", "Soup"))
    poll = begun(sheet, "<p>Lunch?</p>")
    request = PostRequest(person, place, sheet.body, uuid4(), poll=poll)
    return polling.begin(request, sheet)


def reported(cast):
    seq = cast.said["other"].seq
    return wire.MakeReport(conversation=cast.room.pk, seq=seq, reason="rude")


def steered(what, value):
    return lambda cast: steering.steer(cast.room, cast.actor, what, value)


def invited(cast):
    if cast.room.is_group:
        return grouping.begin(cast.actor, [cast.outsider.name], cast.room)
    return offer.invite(cast.room, cast.actor, cast.outsider)


def given(role):
    return lambda cast: steering.set_role(cast.room, cast.actor, cast.other, role)


ACTS = {
    "read": lambda cast: history.page(cast.room.pk, cast.actor),
    "post": lambda cast: post(cast.actor, cast.room.pk, "hello", uuid4()),
    "edit one's own": lambda cast: said_by("own")(cast).edit(cast.actor, "else"),
    "delete one's own": lambda cast: said_by("own")(cast).delete_by(cast.actor),
    "delete what others said": lambda cast: said_by("other")(cast).delete_by(
        cast.actor
    ),
    "read one's own versions": versions("own"),
    "read others' versions": versions("other"),
    "vote": lambda cast: polling.vote(cast.actor, poll_of("other")(cast), [1]),
    "close one's own poll": closed("own"),
    "close another's poll": closed("other"),
    "react": lambda cast: said_by("other")(cast).react(cast.actor, "👍", True),
    "pin": lambda cast: pinning.pin(said_by("other")(cast), cast.actor, on=True),
    "topic": lambda cast: cast.room.set_topic(cast.actor, "about"),
    "invite": invited,
    "leave": lambda cast: cast.room.leave(cast.actor),
    **{what: steered(what, value) for what, value in SETTINGS.items()},
    "give a voice": given("voice"),
    "make a moderator": given("moderator"),
    "hand over": given("owner"),
    "mute": lambda cast: silencing.silence(cast.room, cast.actor, cast.other, "", 60),
    "kick": lambda cast: putting_out.kick(cast.room, cast.actor, cast.other, ""),
    "ban": lambda cast: putting_out.ban(cast.room, cast.actor, cast.other, "", None),
    "report": lambda cast: reporting.report(cast.actor, reported(cast)),
    "see reports": lambda cast: handling.page(
        cast.actor, wire.ListReports(conversation=cast.room.pk)
    ),
    "see bans": lambda cast: putting_out.bans_of(cast.room, cast.actor),
    "set patterns": lambda cast: ruling.patterns_of(cast.actor, cast.room.pk),
    "decide what is held": lambda cast: waiting.refuse(cast.actor, cast.held.pk),
}
OF_KINDS = {
    "locked": {"locked": True},
    "moderated": {"speakers": "voice"},
    "announcement": {"speakers": "moderator"},
    "archived": {"archived": True},
}


class Cast:
    """A room of one kind, with somebody of a role, a member, and an outsider."""

    def __init__(self, kind, role):
        names = "actor", "other", "outsider"
        people = [User.objects.admit_guest(name) for name in names]
        self.actor, self.other, self.outsider = people
        if kind == "direct":
            self.room = Conversation.objects.direct(self.actor, self.other)
        elif kind == "group":
            User.objects.admit_guest("third")
            self.room = grouping.begin(self.actor, ["other", "third"])
        elif kind == "lobby":
            self.room = Conversation.objects.lobby()
        else:
            self.room = Conversation.objects.create_room(self.actor, "dev")
            self.room.admit(self.other)
        both = {"own": self.actor, "other": self.other}
        place = self.room.pk
        self.said = {who: post(each, place, who, uuid4()) for who, each in both.items()}
        self.asked = {who: asks(each, place) for who, each in both.items()}
        about = {"author": self.other, "uuid": uuid4(), "digest": b""}
        self.held = Held.objects.create(conversation=self.room, body="no", **about)
        mine = Membership.objects.filter(conversation=self.room, user=self.actor)
        mine.update(role=role)
        if kind in ("lobby", "direct", "group"):  # which have no owner of their own
            staff = User.objects.filter(pk=self.actor.pk)
            staff.update(is_staff=role == "owner")
        its = Conversation.objects.filter(pk=self.room.pk)
        its.update(**OF_KINDS.get(kind, {}))
        self.room.refresh_from_db()

    def may(self, verb):
        """Whether the verb does it; then it is undone."""
        before = connection.savepoint()
        self.room = Conversation.objects.get(pk=self.room.pk)
        try:
            ACTS[verb](self)
        except NotAllowed:
            return False
        finally:
            connection.savepoint_rollback(before)
        return True


@pytest.mark.dear
@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (kind, role)
        for kind in ["room", *OF_KINDS, "lobby", "direct", "group"]
        for role in ROLES
        if role != "muted" or kind not in ("direct", "group")  # where nobody is
    ],
)
def test_the_verbs_hold_what_the_table_says(kind, role):
    cast, kinds = Cast(kind, role), [] if kind == "room" else [kind]
    found = {verb: cast.may(verb) for verb in ACTS}
    assert found == {verb: may(verb, ROLES[role], kinds) for verb in ACTS}


# What others see, and is of no conversation that one is in already.
ELSEWHERE = {
    "create a room": lambda cast: Conversation.objects.create_room(cast.actor, "den"),
    "write to somebody": lambda cast: post(cast.actor, "@outsider", "psst", uuid4()),
    "begin a group": lambda cast: grouping.begin(cast.actor, ["other", "outsider"]),
    "say how one is": lambda cast: status.set_status(cast.actor, "Loud"),
    "report a person": lambda cast: reporting.report(
        cast.actor, wire.MakeReport(name="other", reason="rude")
    ),
    "send a file": lambda cast: uploading.begin(cast.actor, wire.BeginUpload(name="a")),
    "have a picture": lambda cast: setting.set_avatar(cast.actor, None, b"", b""),
    "say something later": lambda cast: scheduling.schedule(cast.actor, later(), ""),
}


def later():
    at = wire.timestamp(timezone.now() + timedelta(hours=1))
    return wire.Schedule(to="#lobby", body="hello", id=uuid4(), at=at)


@pytest.mark.dear
@pytest.mark.parametrize(
    ("kind", "role", "more"),
    [
        ("room", "owner", {"leave", "read others' versions"}),
        ("direct", "member", set()),
    ],
)
def test_who_is_muted_on_the_site_reads_takes_back_and_goes_and_no_more(
    kind, role, more
):
    cast = Cast(kind, role)
    User.objects.filter(pk=cast.actor.pk).update(muted=True)
    acts = {**ACTS, **ELSEWHERE}
    done = {verb for verb in acts if not is_refused(acts[verb], cast)}
    own = {"delete one's own", "read one's own versions"}
    assert done == {"read", *own, *more}


def is_refused(act, cast):
    """Whether it is, to who is muted; what is not is undone."""
    before = connection.savepoint()
    cast.room = Conversation.objects.get(pk=cast.room.pk)
    try:
        act(cast)
    except (Muted, NotAllowed):
        return True
    finally:
        connection.savepoint_rollback(before)
    return False


def test_every_verb_of_the_table_is_tried():
    assert {*ACTS, "call all"} == {*RULES}
    assert {kind for rule in RULES.values() for kind in rule} == {"room", *KINDS}


def test_of_several_kinds_all_count():
    assert least("post", ["moderated", "archived"]) is NOBODY
    assert acting_as("member", is_staff=True) is OWNER


def test_many_are_called_by_moderators_alone():
    member, moderator = ROLES["member"], ROLES["moderator"]
    assert may_call_all(CALLED_MOST, member)
    assert not may_call_all(CALLED_MOST + 1, member)
    assert may_call_all(CALLED_MOST + 1, moderator)


def test_the_page_is_what_the_table_says():
    assert page.PATH.read_text() == page.text(), "make docs"
