"""What one person has, may read, and has written: theirs to take along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.db import models
from django.db.models import Q
from django.utils import timezone

from chat import VERSION
from chat.app_passwords.models import AppPassword
from chat.audit.models import Record
from chat.edits.models import Version
from chat.files.contents import contents
from chat.files.models import Avatar, File, content_name
from chat.held.models import Held
from chat.invitations.models import InviteLink, InviteUse
from chat.later.models import Scheduled
from chat.mentions.models import Mention
from chat.models import Membership, Message, Reaction, User
from chat.models.members.offer import Offer
from chat.models.members.put_out import PutOut
from chat.models.messages.happening import Happening
from chat.models.messages.pin import Pin
from chat.models.names.former_name import FormerName
from chat.models.people.ban import Ban
from chat.models.people.blocks import Block
from chat.models.people.log_in import LogIn
from chat.models.people.visit import Visit
from chat.moderation.models import Muting
from chat.moving.boxes import pack
from chat.moving.exporting import FILES, Part, write
from chat.moving.manifest import PERSON, Header, Manifest
from chat.moving.snapshot import snapshot
from chat.moving.tables import Columns, Row, label, log
from chat.notifications.models import Decision, Device, Pause
from chat.oidc.models import Identity
from chat.polls.models import Vote
from chat.reports.models import Report
from chat.saved.models import Bookmark

SEEN: Columns = {
    label(Message): [
        *("seq", "changed", "uuid", "author_id", "author__name", "body", "at"),
        *("action", "reply_to", "edited", "deleted"),
    ],
    label(Reaction): ["user_id", "user__name", "emoji"],
}
CHUNK = 1000
ENDING = re.compile(r"\.[a-z0-9]{1,8}")
_PLACE = "message__conversation_id", "message__seq"
_WAITING = "conversation_id", "body", "action", "reply_to", "at", "refused", "reason"
_LATER = "conversation_id", "place", "body", "action", "reply_to", "at", "refused"
_FILE = "conversation_id", "seq", "name", "alt", "size", "sha256", "at"
_REPORTED = (
    *("whom", "place", "conversation_id", "seq", "said", "reason", "at"),
    *("outcome", "word", "ended"),
)


def export_person(user: User, path: Path) -> Manifest:
    """Write what is somebody's to ``path``, a folder or a ``.zip``.

    What they have shared lies there as it is, by its SHA-256.

    Raises:
        MovingError: it cannot be written.
    """
    with pack(path) as box, snapshot():
        header = Header(of=PERSON, version=VERSION, at=timezone.now().isoformat())
        manifest = write(box, Manifest(header, []), personal(user))
        for name, chunks in _files(user):
            with box.open(name) as file:
                for some in chunks:
                    file.write(some)
        return manifest


def personal(user: User) -> Iterator[Part]:
    """The files of one person: nothing that others alone see, and no password.

    ``logs`` are the conversations that they are in; ``written`` is what they said in
    others, which they cannot read any more.
    """
    yield "person.jsonl", _person(user)
    yield "conversations.jsonl", _conversations(user)
    yield "reactions.jsonl", _reactions(user)
    mine = list(
        user.memberships.values_list("conversation_id", flat=True).order_by(
            "conversation_id"
        )
    )
    for number in mine:
        yield f"logs/{number}.jsonl", log(number, SEEN)
    own = Message.objects.filter(author=user).exclude(conversation__in=mine)
    elsewhere = own.order_by("conversation_id").values_list(
        "conversation_id", flat=True
    )
    for number in list(elsewhere.distinct()):
        yield f"written/{number}.jsonl", log(number, SEEN, Q(author=user))


def _person(user: User) -> Iterator[Row]:
    """Who they are, and what is kept about them, a line for each thing."""
    mine = User.objects.filter(pk=user.pk)
    said = "id", "name", "email", "guest", "joined", "seen", "language", "receipts"
    shown = "status", "status_until", "zone", "shows_time"
    yield from _lines("person", mine, *said, *shown)
    former = FormerName.objects.filter(user=user)
    yield from _lines("former name", former, "name", "until")
    blocks = Block.objects.filter(blocker=user)
    yield from _lines("block", blocks, "blocked_id", "blocked__name", "at")
    offers = Offer.objects.open().filter(invited=user)
    yield from _lines("invitation", offers, "conversation__name", "by__name", "at")
    log_ins = LogIn.objects.filter(user=user)
    yield from _lines("log-in", log_ins, "door", "agent", "address", "at", "used")
    visits = Visit.objects.filter(user=user)
    yield from _lines("visit", visits, "address", "browser", "at")
    bans = Ban.objects.filter(person=user)
    yield from _lines("ban", bans, "network", "browser", "reason", "made", "until")
    seen = Avatar.objects.filter(person=user)
    yield from _lines("seen by", seen, "sha256", "picture")
    app_passwords = AppPassword.objects.filter(person=user)
    how = "name", "doors", "made", "used", "address"
    yield from _lines("app password", app_passwords, *how)
    identities = Identity.objects.filter(person=user)
    known = "issuer", "subject", "shown", "made", "used"
    yield from _lines("identity", identities, *known)
    muted = Muting.objects.filter(person=user)
    yield from _lines("muted", muted, "reason", "at", "until")
    yield from _about_messages(user)
    yield from _about_rooms(user)


def _about_messages(user: User) -> Iterator[Row]:
    """What is theirs of messages, beside those themselves."""
    saved = Bookmark.objects.filter(user=user)
    yield from _lines("saved", saved, *_PLACE, "at")
    later = Scheduled.objects.filter(author=user)
    yield from _lines("said later", later, *_LATER)
    waiting = Held.objects.filter(author=user)
    yield from _lines("waiting", waiting, *_WAITING)
    votes = Vote.objects.filter(person=user)
    chosen = "poll__conversation_id", "poll__seq", "option", "at"
    yield from _lines("vote", votes, *chosen)
    before = Version.objects.filter(message__author=user)
    yield from _lines("version", before, *_PLACE, "body", "since", "until")
    files = File.objects.filter(owner=user)
    yield from _lines("file", files, *_FILE)
    reports = Report.objects.filter(by=user)
    yield from _lines("reported", reports, *_REPORTED)
    pins = Pin.objects.filter(by=user)
    yield from _lines("pinned", pins, *_PLACE, "at")
    own = Membership.objects.filter(user=user).values("conversation")
    named = Mention.objects.filter(person=user, conversation__in=own)
    yield from _lines("named", named, "conversation_id", "seq", "at")
    called = Decision.objects.filter(person=user)
    what = "conversation_id", "seq", "cause", "against", "at"
    yield from _lines("called", called, *what)
    devices = Device.objects.filter(person=user)
    yield from _lines("paused", Pause.objects.filter(person=user), "until")
    yield from _lines("notified device", devices, "name", "endpoint", "text", "at")


def _about_rooms(user: User) -> Iterator[Row]:
    """What they have done in rooms, and what was done to them there."""
    theirs = Happening.objects.filter(Q(actor=user) | Q(whom=user))
    what = "conversation_id", "seq", "at", "kind", "facts"
    yield from _lines("happened", theirs, *what)
    out = PutOut.objects.filter(person=user)
    why = "conversation__name", "banned", "reason", "at", "until", "network", "browser"
    yield from _lines("put out", out, *why)
    links = InviteLink.objects.filter(by=user)
    how = "conversation__name", "at", "until", "most", "used", "guests"
    yield from _lines("invite link", links, *how)
    came = InviteUse.objects.filter(user=user)
    yield from _lines(
        "came by", came, "link__conversation__name", "link__by__name", "at"
    )
    acts = Record.objects.filter(who_number=user.pk)
    done = "at", "event", "whom", "room", "door", "address", "words", "times"
    yield from _lines("audited", acts, *done)


def _conversations(user: User) -> Iterator[Row]:
    mine = Membership.objects.filter(user=user).select_related("conversation")
    for membership in mine.order_by("conversation_id").iterator(chunk_size=CHUNK):
        it = membership.conversation
        others = [] if it.is_room else it.members.exclude(pk=user.pk).order_by("pk")
        yield {
            "id": it.pk,
            "kind": it.kind,
            "name": it.name or "",
            "with": [other.name for other in others],
            "topic": it.topic,
            "private": it.private,
            "head": it.head,
            "read": membership.read,
            "level": membership.level,
            "hidden": membership.unlisted,
            "role": membership.role,
            "muted_until": membership.muted_until,
            "muted_reason": membership.muted_reason,
            "joined": membership.joined,
        }


def _reactions(user: User) -> Iterator[Row]:
    given = Reaction.objects.filter(user=user).order_by("pk")
    names = "message__conversation_id", "message__seq", "emoji"
    for conversation, seq, emoji in given.values_list(*names).iterator(
        chunk_size=CHUNK
    ):
        yield {"conversation": conversation, "to": seq, "emoji": emoji}


def _files(user: User) -> Iterator[tuple[str, Iterator[bytes]]]:
    """What is in the files of theirs, each content once: it vouches for itself."""
    whole = File.objects.filter(owner=user).exclude(sha256="").order_by("sha256")
    kinds = dict(whole.values_list("sha256", "name"))
    for sha256, name in kinds.items():
        with suppress(FileNotFoundError):
            chunks = contents().chunks(content_name(sha256))
            yield f"{FILES}{sha256}{_ending_of(name)}", chunks


def _ending_of(name: str) -> str:
    """By what a computer knows what to open it with."""
    ending = Path(name).suffix.lower()
    return ending if ENDING.fullmatch(ending) else ""


def _lines(
    what: str, found: models.QuerySet[models.Model], *names: str
) -> Iterator[Row]:
    for row in found.order_by("pk").values(*names):
        yield {"what": what, **row}
