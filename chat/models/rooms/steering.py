"""What the owner and the moderators of a room do with it, and with who is in it.

Each verb takes a number of the room's log, sees in that transaction that it may be
done, and tells everybody there. What is so already takes none: its event has the number
0, as that of a reaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from chat import wire
from chat.models.hooks import Told
from chat.models.limits import STEERINGS, spend
from chat.models.members.membership import Membership
from chat.models.messages.log import changing
from chat.models.names.former_room import FormerRoom, keep_some
from chat.models.names.skeletons import name_of_its_own
from chat.models.names.spellings import other_than
from chat.models.people.user import User
from chat.models.permissions import (
    MEMBER,
    MODERATOR,
    MUTED,
    OWNER,
    ROLES,
    VOICE,
    Role,
    require,
)
from chat.models.rooms.conversation import Conversation
from chat.text.clean import clean_description
from chat.text.fold import fold
from chat.text.lookalikes import skeleton
from chat.text.names import room_key, room_name
from chat.wire.errors import Malformed, NoSuchUser, NotAllowed

# What a setting is called in the database, and what its values are.
COLUMNS: dict[str, tuple[str, type]] = {
    "name": ("name", str),
    "description": ("description", str),
    "private": ("private", bool),
    "unlisted": ("unlisted", bool),
    "speakers": ("speakers", str),
    "slow": ("slow", int),
    "keep": ("keep", int),
    "lock": ("locked", bool),
    "archived": ("archived", bool),
}
# Of what is a number.
MOST = {"slow": wire.SLOW_SECONDS_MOST, "keep": wire.KEEP_DAYS_MOST}


@contextmanager
def acting(room: Conversation, user: User, verb: str) -> Iterator[tuple[Told, Role]]:
    """A transaction that changes a room, which has taken a number.

    Raises:
        NoSuchConversation, NotAMember, Banned, LoginRequired, Muted
        NotAllowed: they may not do that there.
        RateLimited
    """
    with changing() as told:
        room.take_number()
        room.refresh_from_db()
        role = room.require(verb, user).role
        spend(user, STEERINGS)
        yield told, role


def unchanged(event: wire.Happened) -> wire.Happened:
    """Nothing happened, so the log must not count it."""
    transaction.set_rollback(True)
    event.seq = 0
    return event


# --- The room -------------------------------------------------------------------------


def steer(
    room: Conversation, user: User, what: wire.Setting, value: str | int | bool
) -> wire.Happened:
    """Change one thing about a room: see ``wire.Steer``.

    Raises:
        NoSuchConversation, NotAMember, Muted, Malformed, TooLong
        NotAllowed: they may not.
        NameInvalid, NameTaken: of a name.
    """
    clean = _clean(what, value)
    column, _ = COLUMNS[what]
    with acting(room, user, what) as (told, _):
        before = getattr(room, column)
        event = room.happened(user, what, value=clean)
        if before == clean:
            return unchanged(event)
        if what == "name":
            event.before = f"#{before}"
            _rename(room, str(clean))
            event.value, event.key = f"#{clean}", room.room_key
        else:
            setattr(room, column, clean)
            room.save(update_fields=[column])
        told.append((room.groups, event))
    return event


def _clean(what: wire.Setting, value: str | int | bool) -> str | int | bool:
    kind = COLUMNS[what][1]
    is_good = type(value) is kind
    if what in MOST:
        is_good = is_good and 0 <= int(value) <= MOST[what]
    if what == "speakers":
        is_good = value in (MEMBER.word, VOICE.word, MODERATOR.word)
    if not is_good:
        raise Malformed("That is no value for this setting.")
    if what == "name":
        return room_name(str(value))
    return clean_description(str(value)) if what == "description" else value


def _rename(room: Conversation, name: str) -> None:
    """The old name leads here until another room has it."""
    was, key = str(room.name), room_key(str(room.name))
    others = Conversation.objects.exclude(pk=room.pk)
    with name_of_its_own(others, name):
        room.name = name
        room.key = other_than(name, room_key)
        room.folded = other_than(name, fold)
        room.skeleton = skeleton(name) or None
        room.save(update_fields=["name", "key", "folded", "skeleton"])
    FormerRoom.objects.filter(key__in=[room_key(name), key]).delete()
    if room_key(name) != key:
        FormerRoom.objects.create(conversation=room, key=key, name=was)
        keep_some(room.pk)


# --- Roles ----------------------------------------------------------------------------


def set_role(room: Conversation, user: User, whom: User, role: str) -> wire.Happened:
    """Give somebody in a room another role; ``owner`` hands the room over.

    Raises:
        NoSuchConversation, NotAMember, Muted
        NoSuchUser: they are not in it.
        NotAllowed: whoever asks may not do that.
    """
    wanted = ROLES[role]
    # Which verb it is depends on what they are at that moment.
    with acting(room, user, "read") as (told, mine):
        its = membership_of(room, whom)
        now = ROLES[its.role]
        require(_verb_of(its.own_role, wanted), mine, room.kinds)
        is_back = now is MUTED and wanted is its.own_role
        about = {"before": now.word} if is_back else {}
        event = room.happened(user, "role", whom, value=role, **about)
        if wanted is now:
            return unchanged(event)
        if now is OWNER:
            raise NotAllowed("The owner hands the room over: make another the owner.")
        if wanted is OWNER:
            owners = room.memberships.filter(role=OWNER.word)
            owners.update(role=MODERATOR.word)
        ended = {"muted_until": None, "muted_reason": ""}
        room.memberships.filter(pk=its.pk).update(role=role, **ended)
        room.muted_alike(whom).delete()
        told.append((room.groups, event))
    return event


def _verb_of(now: Role, wanted: Role) -> str:
    if wanted is OWNER:
        return "hand over"
    return "make a moderator" if MODERATOR in (now, wanted) else "give a voice"


def membership_of(room: Conversation, whom: User) -> Membership:
    """Somebody in a room.

    Raises:
        NoSuchUser: they are not.
    """
    its = Membership.objects.filter(conversation=room, user=whom).first()
    if its is None:
        raise NoSuchUser("{name} is not in {room}.", name=whom.name, room=str(room))
    return its
