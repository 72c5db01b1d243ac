"""What waits for a moderator: kept, listed, said or refused, and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.held.models import Held
from chat.logging.audit import audit
from chat.models import Conversation, Membership, PostRequest, User, post_all
from chat.models.messages.history import fitting
from chat.models.messages.log import changing
from chat.models.permissions import MODERATOR, OWNER, require, require_voice
from chat.models.posting.draft import Draft
from chat.models.rooms.steered import SOMEBODY
from chat.models.tables.some import delete_some
from chat.text.clean import clean_reason, digest
from chat.text.markdown import RENDERER
from chat.wire.errors import (
    Banned,
    ChatError,
    IdReused,
    LoginRequired,
    Muted,
    NoSuchConversation,
    NotAllowed,
    NotAMember,
    TooMany,
)
from chat.words import sentence

# Of one person; of a guest; of a room.
HELD_MOST, HELD_OF_GUESTS_MOST, HELD_IN_ROOM_MOST = 20, 5, 500
# Of what may wait in a room, guests have so much: they do not keep out the others.
GUESTS_SHARE = 4
OF_A_PAGE = 50
# What waits for longer is refused, and what is refused so long is forgotten.
PATIENCE = timedelta(days=14)
ENDED_AT_ONCE = 50
UNSEEN = sentence("Nobody has looked at it in two weeks.")
NOT_SAID = sentence("A moderator did not let that be said: {reason}")
NOT_SAID_AT_ALL = sentence("A moderator did not let that be said.")
OUT = sentence("That may not be said there any more: refuse it.")
# What is wrong with its author, and not with whoever decides.
_OUT = Banned, LoginRequired, Muted, NoSuchConversation, NotAMember
NONE = sentence("Nothing waits by that number: it may have been decided already.")
# Whom of those who decide something is told: more than that nobody has.
TOLD_MOST = 100
DECIDE = "decide what is held"
_DECIDING = MODERATOR.word, OWNER.word


def hold(draft: Draft, pattern: str) -> wire.Held:
    """Keep a post until somebody has decided; the same one again is that one.

    Raises:
        NotAllowed: a moderator has refused it.
        IdReused: it says something else than that one.
        TooMany: so much of theirs waits, or there.
    """
    said = digest(draft.text, action=draft.action, reply_to=draft.reply_to)
    mine = Held.objects.filter(author=draft.author)
    if known := mine.filter(uuid=draft.id).first():
        if (bytes(known.digest), known.conversation_id) != (said, draft.place.id):
            raise IdReused
        if known.refused:
            raise _refusal(known)
        draft.is_again = True
        return known.answer
    _require_few(draft, mine)
    one = Held.objects.create(
        author=draft.author,
        uuid=draft.id,
        conversation_id=draft.place.id,
        body=draft.text,
        html=draft.html,
        renderer=RENDERER,
        digest=said,
        action=draft.action,
        reply_to=draft.reply_to,
        epoch=draft.epoch,
        pattern=pattern,
    )
    _tell(one, wire.Holds(messages=[one.told]))
    return one.answer


def approve(user: User, number: int) -> wire.Decided:
    """Have something said by its author, as if it were posted now.

    Raises:
        NoSuchConversation: nothing waits by that number, or where they are not.
        NotAMember, Banned, LoginRequired, Muted
        NotAllowed: others decide there; or its author may not say it any more.
        ChatError: else as of ``post_all``.
    """
    with _deciding(user, number) as one:
        _require(one.conversation, user)
        [said] = post_all([_request(one)])
        if isinstance(said, ChatError):
            raise NotAllowed(OUT) if isinstance(said, _OUT) else said
        assert isinstance(said, wire.Posted)
        event = _decided(one, user.name)
        event.seq = said.seq
        _tell(one, event)
        _note("approved", one, user)
        one.delete()
    return event


def refuse(user: User, number: int, reason: str = "") -> wire.Decided:
    """Have something not said; its author takes it back by that.

    Raises:
        NoSuchConversation, NotAMember, Banned, LoginRequired, Muted, NotAllowed: as for
            ``approve``.
        TooLong: of the reason.
    """
    reason = clean_reason(reason)
    with _deciding(user, number) as one:
        is_own = one.author_id == user.pk
        if not is_own:
            _require(one.conversation, user)
        event = _decided(one, user.name)
        event.reason = reason or UNSET
        _tell(one, event)
        if is_own:
            one.delete()
        else:
            _end(Held.objects.filter(pk=one.pk), reason)
            _note("refused", one, user, reason=reason)
    return event


def held_for(user: User, after: int = 0) -> wire.Holds:
    """A page of what they have said, and of what they may decide."""
    found = Held.objects.filter(pk__gt=after).order_by("pk")
    rows = found.filter(_seen_by(user)).select_related("author", "conversation")
    page = list(rows[: OF_A_PAGE + 1])
    messages = fitting(one.told for one in page[:OF_A_PAGE])
    return wire.Holds(messages=messages, more=len(messages) < len(page) or UNSET)


def forget_old() -> bool:
    """Forget what was refused long ago; what nobody has looked at is refused, some of
    it, and told to those who hear of a refusal. Returns whether there may be more.
    """
    old = Held.objects.filter(at__lt=timezone.now() - PATIENCE)
    refused = delete_some(old.filter(refused=True).order_by("at"), ENDED_AT_ONCE)
    with transaction.atomic():
        waiting = old.filter(refused=False).order_by("at")
        rows = waiting.select_for_update(of=("self",), no_key=True)
        unseen = list(rows.select_related("author")[:ENDED_AT_ONCE])
        for one in unseen:
            event = _decided(one, SOMEBODY)
            event.reason = UNSEEN
            _tell(one, event)
        _end(Held.objects.filter(pk__in=[one.pk for one in unseen]), UNSEEN)
    return refused or len(unseen) == ENDED_AT_ONCE


# --- Steps ----------------------------------------------------------------------------


@contextmanager
def _deciding(user: User, number: int) -> Iterator[Held]:
    """A transaction in which nobody else decides it."""
    waiting = Held.objects.filter(pk=number, refused=False)
    with changing():
        place = Conversation.objects.filter(held__in=waiting).first()
        if place is None:
            raise NoSuchConversation(NONE)
        place.hold()  # first, as whoever posts there
        locked = waiting.select_for_update(of=("self",), no_key=True)
        one = locked.select_related("author").first()
        if one is None:
            raise NoSuchConversation(NONE)
        one.conversation = place
        yield one


def _note(what: str, one: Held, by: User, **more: str) -> None:
    about = {"whom": one.author.name, "room": str(one.conversation), **more}
    audit(f"held: {what}", name=by.name, **about)


def _require(place: Conversation, user: User) -> None:
    """See that they decide there: its moderators, and whoever moderates the site,
    in it or not.
    """
    now = place.standing(user)
    if now.role is not OWNER:
        place.require(DECIDE, user)
    require_voice(user.epoch, now)
    require(DECIDE, now.role, place.kinds)


def _seen_by(user: User) -> Q:
    own = Q(author=user)
    if User.objects.filter(pk=user.pk, is_staff=True).exists():
        return own | Q(refused=False)
    rooms = Membership.objects.filter(user=user, role__in=_DECIDING)
    return own | Q(refused=False, conversation__in=rooms.values("conversation"))


def _request(one: Held) -> PostRequest:
    return PostRequest(
        one.author,
        one.conversation_id,
        one.body,
        one.uuid,
        one.html if one.renderer == RENDERER else "",
        one.action,
        reply_to=one.reply_to,
        epoch=one.epoch,
        approved=True,
    )


def _require_few(draft: Draft, mine: QuerySet[Held]) -> None:
    most = HELD_OF_GUESTS_MOST if draft.author.guest else HELD_MOST
    if mine.filter(refused=False).count() >= most:
        raise TooMany("So much of yours waits for a moderator: wait for that first.")
    there = Held.objects.filter(conversation=draft.place.id, refused=False)
    most = HELD_IN_ROOM_MOST
    if draft.author.guest:
        there, most = there.filter(author__guest=True), most // GUESTS_SHARE
    if there.count() >= most:
        raise TooMany("So much waits for a moderator there: try again later.")


def _decided(one: Held, by: str) -> wire.Decided:
    return wire.Decided(
        number=one.pk,
        id=one.uuid,
        conversation=one.conversation_id,
        sender=by,
        author=one.author_id,
    )


def _end(waiting: QuerySet[Held], reason: str) -> None:
    waiting.update(refused=True, reason=reason, at=timezone.now())


def _refusal(one: Held) -> NotAllowed:
    if one.reason:
        return NotAllowed(NOT_SAID, reason=one.reason)
    return NotAllowed(NOT_SAID_AT_ALL)


def _tell(one: Held, event: wire.Holds | wire.Decided) -> None:
    """Tell its author, and whoever may decide there."""
    here = Membership.objects.filter(conversation=one.conversation_id)
    rows = here.filter(role__in=_DECIDING).values_list("user_id", flat=True)
    staff = User.objects.filter(is_staff=True, is_active=True)
    people = {one.author_id, *rows[:TOLD_MOST]}
    people |= set(staff.values_list("pk", flat=True)[:TOLD_MOST])
    announce(map(person_group, sorted(people)), event)
