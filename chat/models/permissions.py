"""Who may do what: the rules, asked by the verbs with what the database says now.

They look nothing up: whoever acts does, in as few queries as it takes. ``RULES`` is the
one table; ``docs/permissions.md`` is made from it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import IntEnum
from typing import NamedTuple

from chat.wire.errors import (
    Banned,
    ChatError,
    LoginRequired,
    Muted,
    NoSuchConversation,
    NotAllowed,
    NotAMember,
)
from chat.words import sentence


class Role(IntEnum):
    """What somebody is in a room; each may do what those before may.

    Whoever moderates the whole site (``is_staff``) may in each room that they are
    in what its owner may. ``NOBODY`` is no role: it is what a rule says.
    """

    MUTED, MEMBER, VOICE, MODERATOR, OWNER, NOBODY = range(-1, 5)

    @property
    def word(self) -> str:
        """As it is stored, and on the wire."""
        return self.name.lower()


MUTED, MEMBER, VOICE, MODERATOR, OWNER, NOBODY = Role
ROLES = {role.word: role for role in Role if role is not NOBODY}
# What a conversation can be, beside a room in which everybody speaks.
KINDS = (
    *("locked", "large", "moderated", "announcement", "archived", "lobby"),
    *("direct", "group"),
)
Kinds = Collection[str]
_OF_SPEAKERS = {VOICE.word: ["moderated"], MODERATOR.word: ["announcement"]}


def _rule(who: Role, **of_kinds: Role) -> Mapping[str, Role]:
    return {"room": who, **of_kinds}


_SPOKEN = {"moderated": VOICE, "announcement": MODERATOR, "archived": NOBODY}
_ROOMS = {"direct": NOBODY, "group": NOBODY}
_STEERED = {"archived": NOBODY, **_ROOMS}
# Where nobody has a role, the site's own look after what has to be.
_SITE = {"direct": OWNER, "group": OWNER}
_LOBBY = {"lobby": NOBODY}  # what everybody is in stays as it is
# Verb by verb, who may at least; where a conversation is of several kinds, all count.
RULES: Mapping[str, Mapping[str, Role]] = {
    "read": _rule(MUTED),
    "post": _rule(MEMBER, **_SPOKEN),
    "call all": _rule(MEMBER, large=MODERATOR, **_SPOKEN, direct=NOBODY),
    "edit one's own": _rule(MEMBER, **_SPOKEN),
    "delete one's own": _rule(MUTED, archived=NOBODY),
    "delete what others said": _rule(MODERATOR, **_ROOMS),
    "read one's own versions": _rule(MUTED),
    "read others' versions": _rule(MODERATOR, **_SITE),
    "react": _rule(MEMBER, archived=NOBODY),
    "vote": _rule(MEMBER, archived=NOBODY),
    "close one's own poll": _rule(MEMBER, archived=NOBODY),
    "close another's poll": _rule(MODERATOR, archived=NOBODY, **_SITE),
    "pin": _rule(MEMBER, **_SPOKEN),
    "topic": _rule(MEMBER, locked=MODERATOR, announcement=MODERATOR, **_STEERED),
    "invite": _rule(MEMBER, archived=NOBODY, direct=NOBODY, **_LOBBY),
    "leave": _rule(MUTED, direct=NOBODY, **_LOBBY),
    "description": _rule(MODERATOR, **_STEERED),
    "lock": _rule(MODERATOR, **_STEERED),
    "speakers": _rule(MODERATOR, **_STEERED),
    "slow": _rule(MODERATOR, **_STEERED),
    "keep": _rule(OWNER, **_STEERED),
    "name": _rule(OWNER, **_STEERED, **_LOBBY),
    "private": _rule(OWNER, **_STEERED, **_LOBBY),
    "unlisted": _rule(OWNER, **_STEERED, **_LOBBY),
    "archived": _rule(OWNER, **_ROOMS, **_LOBBY),
    "give a voice": _rule(MODERATOR, **_STEERED),
    "make a moderator": _rule(OWNER, **_STEERED),
    "hand over": _rule(OWNER, **_ROOMS, **_LOBBY),
    "mute": _rule(MODERATOR, **_STEERED),
    "kick": _rule(MODERATOR, **_ROOMS, **_LOBBY),
    "ban": _rule(MODERATOR, **_ROOMS, **_LOBBY),
    "see bans": _rule(MODERATOR, **_ROOMS),
    "set patterns": _rule(MODERATOR, **_ROOMS),
    "decide what is held": _rule(MODERATOR, **_ROOMS),
    "report": _rule(MUTED),
    "see reports": _rule(MODERATOR, **_SITE),
}


class Standing(NamedTuple):
    """How somebody stands, at the moment of the question.

    ``epoch`` is the one that their log-ins have to be of; None: there is no such
    person any more. ``is_member``: of the conversation in question; ``has_blocked``:
    the other one there; ``is_left``: that one was a guest, who has gone for good.
    ``role``: what they may do as there, see ``acting_as``.
    """

    epoch: int | None = None
    is_active: bool = True
    muted: bool = False
    is_member: bool = False
    has_blocked: bool = False
    is_left: bool = False
    role: Role = MEMBER


GONE = sentence("They have gone, and another may have the name: nobody would read it.")
MUTED_HERE = sentence("You are muted in this room.")
# In a room of more people only moderators call all of them at once.
CALLED_MOST = 50
UNKNOWN = Standing()  # of whom the database knows nothing


# --- The table ------------------------------------------------------------------------


def acting_as(role: str | None, *, is_staff: bool) -> Role:
    """What somebody may do as, who has that role in a room."""
    return OWNER if is_staff else ROLES.get(role or "", MEMBER)


def kinds_of(speakers: str, **about: bool) -> tuple[str, ...]:
    """What kinds a conversation is of; of most, none.

    ``speakers``: who speaks; ``about``: of which other kinds it is, and is not.
    """
    return (*filter(about.get, about), *_OF_SPEAKERS.get(speakers, ()))


def least(verb: str, kinds: Kinds) -> Role:
    """Who may do that at least, in a conversation of these kinds."""
    rule = RULES[verb]
    return max(rule["room"], *(rule.get(kind, MUTED) for kind in kinds), MUTED)


def may(verb: str, role: Role, kinds: Kinds = ()) -> bool:
    """Whether somebody who is in it may."""
    return role >= least(verb, kinds)


def require(verb: str, role: Role, kinds: Kinds = ()) -> None:
    """See that somebody who is in it may.

    Raises:
        NotAllowed: a sentence says why not.
    """
    if not may(verb, role, kinds):
        raise NotAllowed(MUTED_HERE if role is MUTED else _why_not(verb, kinds))


def _why_not(verb: str, kinds: Kinds) -> str:
    if "direct" in kinds or "group" in kinds:
        return sentence("That is for rooms only.")
    if "lobby" in kinds and least(verb, ["lobby"]) is NOBODY:
        return sentence("Everybody is in the lobby: that stays as it is.")
    if "archived" in kinds and least(verb, ["archived"]) is NOBODY:
        return sentence("This room is archived: it can be read, and no more.")
    is_said = RULES[verb].get("moderated") is VOICE
    who = least(verb, kinds)
    if is_said and who is VOICE:
        return sentence("Only those who were given a voice speak in this room.")
    if is_said and who is MODERATOR:
        return sentence("Only moderators speak in this room.")
    if who is MODERATOR:
        return sentence("Only the moderators of this room may do that.")
    return sentence("Only the owner of this room may do that.")


# --- Who may write --------------------------------------------------------------------


def end_of_login(epoch: int, now: Standing) -> ChatError | None:
    """Why a log-in of that epoch does not count any more; None: it does."""
    if not now.is_active:
        return Banned()
    return None if now.epoch == epoch else LoginRequired("You were logged out.")


def require_voice(epoch: int, now: Standing) -> None:
    """Who may write at all.

    Raises:
        Banned, LoginRequired: the log-in has ended.
        Muted: an administrator lets them read only.
    """
    if error := end_of_login(epoch, now):
        raise error
    if now.muted:
        raise Muted


def require_post(
    epoch: int, now: Standing, *, is_public: bool, kinds: Kinds = ()
) -> None:
    """Who may post in a conversation: its members, if they may write at all.

    ``is_public``: everybody may know of it; ``kinds``: what else it is.

    Raises:
        NoSuchConversation, NotAMember: they are not in it.
        Banned, LoginRequired, Muted
        NotAllowed: others speak there; they have blocked whom they write to; or nobody
            would hear it.
    """
    if not now.is_member:
        raise refusal(is_public=is_public)
    require_voice(epoch, now)
    if kinds or now.role is MUTED:
        require("post", now.role, kinds)
    require_unblocked(now.has_blocked)
    if now.is_left:
        raise NotAllowed(GONE)


def require_part(
    verb: str, epoch: int, now: Standing, *, is_public: bool, kinds: Kinds = ()
) -> None:
    """Who may do what others see, beside posting.

    Raises:
        NoSuchConversation, NotAMember, Banned, LoginRequired, Muted
        NotAllowed: others may, or nobody there.
    """
    if not now.is_member:
        raise refusal(is_public=is_public)
    require_voice(epoch, now)
    require(verb, now.role, kinds)


def require_versions(
    role: Role, kinds: Kinds, *, is_author: bool, is_deleted: bool
) -> None:
    """Who may read what a message said before: its author, and the moderators; what was
    deleted, they alone.

    Raises:
        NotAllowed
    """
    is_moderator = may("read others' versions", role, kinds)
    if not (is_moderator or (is_author and not is_deleted)):
        raise NotAllowed("What a message said before is for its author to read.")


def require_delete(role: Role, kinds: Kinds, *, is_author: bool) -> None:
    """Who may take a message back: its author, and the moderators.

    Raises:
        NotAllowed
    """
    if is_author:
        require("delete one's own", role, kinds)
    elif not may("delete what others said", role, kinds):
        raise NotAllowed("You can only delete your own messages.")


def require_close(role: Role, kinds: Kinds, *, is_author: bool) -> None:
    """Who may close a poll: whoever has asked, and the moderators.

    Raises:
        NotAllowed
    """
    if not (is_author or may("close another's poll", role)):
        raise NotAllowed("A poll is closed by whoever has asked.")
    verb = "close one's own poll" if is_author else "close another's poll"
    require(verb, role, kinds)


def require_unblocked(has_blocked: bool) -> None:
    """Nobody writes to people whose answer they would not see.

    Raises:
        NotAllowed: the author has blocked them.
    """
    if has_blocked:
        raise NotAllowed("You have blocked them: unblock them first.")


def may_call_all(members: int, role: Role) -> bool:
    """Whether somebody calls all, in a room of so many: by ``@room`` or ``@here``."""
    return may("call all", role, ["large"] if members > CALLED_MOST else ())


def refusal(*, is_public: bool) -> ChatError:
    """What is told to those who are not in a conversation."""
    return NotAMember() if is_public else NoSuchConversation()
