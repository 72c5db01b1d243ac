"""A small site in which everything has happened that a database keeps."""

from datetime import timedelta
from uuid import uuid4

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone

from chat import wire
from chat.app_passwords import keeping
from chat.audit.models import Record
from chat.factors.models import Authenticator, Passkey, RecoveryCode
from chat.files.models import Avatar, File, Logo
from chat.held.models import Held, Ruling
from chat.invitations.models import InviteLink
from chat.later.models import Scheduled
from chat.leaving.models import Departure, Export
from chat.models import Conversation, Membership, User, post, post_all
from chat.models.limits import Allowance
from chat.models.members import offer, putting_out, silencing, unread
from chat.models.messages import following, pinning
from chat.models.messages.log import changing, pair_of
from chat.models.people import log_in, visit
from chat.models.people.ban import Ban
from chat.models.people.blocks import Block
from chat.models.people.failed_login import note_failure
from chat.models.posting.draft import PostRequest
from chat.models.rooms import grouping, steering
from chat.moderation.models import Muting, Purging, Taken
from chat.moving import counters
from chat.moving.models import Known
from chat.moving.tables import all_columns, empty, label, log, rows, tables
from chat.notifications.models import Decision, Device, Pause, Push
from chat.oidc.models import Identity
from chat.polls.models import Poll, Vote
from chat.previews.models import Preview
from chat.registration.models import Applicant, SiteSettings
from chat.reports import reporting
from chat.saved import saving


def live_in():
    """Ada, Bob, Cy and a guest have been here for a while."""
    ada, bob, cy = (
        User.objects.sign_up(name, "correct horse") for name in ("ada", "Bob", "cy")
    )
    eve = User.objects.admit_guest("Ève")
    _talk(ada, bob, cy, eve)
    cy.rename("Søren")
    Block.objects.create(blocker=bob, blocked=cy, pair=pair_of(bob.pk, cy.pk))
    Ban.objects.create(person=cy, whom="cy", reason="no", by=ada)
    log_in.used_at_door(ada, "json", "192.0.2.7")
    visit.record_visit(ada, "192.0.2.7", "b" * 32)
    Record.objects.create(event="log-in", who="ada", who_number=ada.pk)
    keeping.make(bob, "robot", ["json"])
    vouched = {"issuer": "https://id.test", "subject": "17", "shown": "bob@id.test"}
    Identity.objects.create(person=bob, **vouched)
    bob.speak("de")
    bob.show_receipts(False)
    _are_looked_after(ada, bob)
    tomorrow = timezone.now() + timedelta(days=1)
    about = {"place": "#lobby", "body": "then", "at": tomorrow}
    Scheduled.objects.create(author=bob, uuid=uuid4(), **about)
    lobby = Conversation.objects.lobby()
    Ruling.objects.create(room=lobby, pattern="casino", act="hold", by=ada)
    waits = {"author": bob, "conversation": lobby, "uuid": uuid4()}
    Held.objects.create(body="casino", digest=b"", pattern="casino", **waits)
    return ada, bob, cy, eve


def _talk(ada, bob, cy, eve):
    lobby = Conversation.objects.lobby()
    for at in range(5):
        post(ada, lobby.pk, f"**{at}** 🎉 \N{BALLOT BOX}\u200d", uuid4())
    [first, second, third, *_] = lobby.messages.all()
    first.edit(ada, "other words")
    second.react(bob, "👍🏽", True)
    second.react(eve, "❤", True)
    third.delete_by(ada)
    room = Conversation.objects.create_room(ada, "straße", "of stones", private=True)
    with changing():
        offer.Offer.objects.create(conversation=room, invited=bob, by=ada)
        room.admit(eve)
    link = InviteLink.objects.create(conversation=room, by=ada, used=1)
    link.uses.create(user=eve)
    steering.steer(room, ada, "name", "gasse")
    steering.set_role(room, ada, eve, "moderator")
    silencing.silence(room, ada, eve, "", 3600)
    putting_out.ban(room, ada, eve, "noise", None)
    gone = Conversation.objects.create_room(ada, "gone")
    gone.dissolve()
    post(bob, "@ada", "waves", uuid4(), action=True)
    group = grouping.begin(ada, [bob.name, cy.name])
    post(cy, group.pk, "just us", uuid4())
    words = "@bob, see **there**"
    post_all([PostRequest(eve, lobby.pk, words, uuid4(), reply_to=first.seq)])
    _about(lobby.messages.get(body=words), bob)
    Avatar.objects.create(person=bob, sha256="ab" * 32, picture=b"RIFF")
    Logo.objects.create(picture=b"RIFF")
    Membership.objects.get(user=bob, conversation=lobby).mark_read(3)
    unread.set_level(bob, lobby.pk, "mentions")


def _about(said, bob):
    """What there is beside a message: pinned, saved, reported, a poll and a file."""
    lobby = said.conversation
    pinning.pin(said, bob, on=True)
    saving.save(bob, lobby.pk, said.seq, None)
    odd = wire.MakeReport(conversation=lobby.pk, seq=said.seq, reason="odd")
    reporting.report(bob, odd)
    asked = Poll.objects.create(conversation=lobby, seq=said.seq, options="yes\nno")
    Vote.objects.create(poll=asked, person=bob, option=1)
    plan = {"name": "plan.pdf", "size": 4, "sha256": "ab" * 32}
    place = {"conversation": lobby, "seq": said.seq}
    Preview.objects.create(**place, url="https://page.test/", title="A page")
    called = Decision.objects.create(person=bob, cause="name", **place)
    keys = {"key": "p", "auth": "a", "language": "en"}
    device = Device.objects.create(person=bob, text=True, epoch=0, name="phone", **keys)
    Push.objects.create(device=device, decision=called)
    Pause.objects.create(person=bob, until=timezone.now())
    File.objects.create(owner=bob, conversation=lobby, seq=said.seq, **plan)


def _are_looked_after(ada, bob):
    """What administrators and clocks have left behind, and what counts."""
    # A test before may have left none of Django's own.
    kind = ContentType.objects.get_for_model(User)
    may, _ = Permission.objects.get_or_create(
        codename="view_user", content_type=kind, defaults={"name": "May look"}
    )
    group = Group.objects.create(name="helpers")
    group.permissions.add(may)
    bob.groups.add(group)
    bob.user_permissions.add(may)
    about = {"user_id": ada.pk, "object_id": f"{bob.pk}", "object_repr": "Bob"}
    LogEntry.objects.create(**about, content_type=kind, action_flag=CHANGE)
    sessions = SessionStore()
    sessions["_auth_user_id"] = f"{ada.pk}"
    sessions.save()
    note_failure("bob", "192.0.2.0/24")
    following.begin("push")
    Allowance.objects.create(user=bob, kind="joins", until=7)
    Authenticator.objects.create(person=bob, secret="sealed", counter=7)
    Passkey.objects.create(person=bob, credential="ab", attested=b"key", name="phone")
    RecoveryCode.objects.create(person=bob, hashed="ab" * 32)
    Muting.objects.create(person=bob, reason="loud", by=ada)
    now = timezone.now()
    purging = Purging.objects.create(by=ada, person=bob, reason="floods", since=now)
    Taken.objects.create(purging=purging, words="[]")
    Applicant.objects.create(name="dan", key="dan", password="!")
    SiteSettings.objects.create(pk=SiteSettings.ONE, name="Tea & Co")
    Known.objects.create(origin="slack", what="person", key="U1", number=bob.pk)
    gus = User.objects.admit_guest("gus")
    Departure.objects.create(person=gus, words="stay", ended=now)
    Export.objects.create(person=bob)


def content():
    """Every row of every table, and what numbers come next."""
    columns = all_columns()
    found = {label(it): [*rows(it, columns)] for it in tables()}
    logs = [[*log(it.pk, columns)] for it in Conversation.objects.order_by("pk")]
    return found, logs, counters.last_numbers()


def move_out():
    """Leave a site in which nobody has been yet."""
    with transaction.atomic():
        empty(all_columns())
        Conversation.objects.lobby()
    ContentType.objects.clear_cache()
