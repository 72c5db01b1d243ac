"""Invite links at the plain door: making and revoking one, and who came by which."""

from __future__ import annotations

from datetime import datetime

from msgspec import UNSET

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.arguments import is_number
from chat.dialects.plain.slash.steering import seconds_in
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import LINKS_OF_A_PAGE, LOBBY, Talk
from chat.words import sentence

# Marks the commands whose answer is shown: others are only to be known.
MADE, REVOKED = "link made", "link revoked"


# --- What is asked for ----------------------------------------------------------------


@verb(
    "/invite-link [site] [7d] [10] [noguests]",
    sentence("a link into this room, or to the site; for 7 days, for 10 people"),
)
def _create(talk: Talk, rest: str) -> Received | None:
    words = rest.lower().split()
    number = None if is_to_site(talk, words) else talk.room
    wish = wire.CreateInviteLink(conversation=number, ref=MADE)
    for word in words:
        if seconds := seconds_in(word):
            wish.seconds = seconds
        elif is_number(word):
            wish.uses = int(word)
        elif word == "noguests":
            wish.guests = False
        elif word != "site":
            return None
    return wish


def is_to_site(talk: Talk, words: list[str]) -> bool:
    """Whether a link is meant that leads to no room: everybody is in the lobby."""
    name = talk.name_of(talk.room)
    return "site" in words or name == LOBBY or not name.startswith("#")


@verb("/invite-links", sentence("which invite links there are, and who came by them"))
def _list(talk: Talk, rest: str) -> Received | None:
    return None if rest else wire.ListInviteLinks(limit=LINKS_OF_A_PAGE)


@verb("/revoke-link 3", sentence("have nobody come by invite link 3 any more"))
def _revoke(talk: Talk, rest: str) -> Received | None:
    if not is_number(rest):
        return None
    return wire.RevokeInviteLink(link=int(rest), ref=REVOKED)


# --- What is told ---------------------------------------------------------------------


@lines_of.register
def _changed(event: wire.InviteLinkChanged, talk: Talk) -> list[str]:
    if event.ref == MADE:
        return [talk.notice("This lets others in:"), *_shown(event.link, talk)]
    if event.ref == REVOKED:
        text = sentence("Nobody comes by invite link {number} any more.")
        return [talk.notice(text, number=event.link.link)]
    return []


@lines_of.register
def _listed(event: wire.InviteLinks, talk: Talk) -> list[str]:
    if not event.links:
        return [talk.notice("There are no invite links.")]
    lines = [line for each in event.links for line in _shown(each, talk)]
    return [*lines, talk.notice("And more: /more shows them.")] if event.more else lines


def _shown(its: wire.InviteLink, talk: Talk) -> list[str]:
    where = "" if its.room is UNSET else f"{its.room} "
    lines = [f"* {its.link} {where}{its.url} ({', '.join(_facts(its, talk))})"]
    if its.came:
        names = talk.words.joined(each.name for each in its.came)
        lines.append(f"*   {talk.words('Came by it: {names}', names=names)}")
    return lines


def _facts(its: wire.InviteLink, talk: Talk) -> list[str]:
    """Of what others have made, whose it is; how many came, until when, who may not."""
    words = talk.words
    facts = [] if its.by == talk.me else [words("by {name}", name=its.by)]
    came = words("came: {number}", number=its.used)
    if its.uses is not UNSET:
        text = sentence("came: {number} of {most}")
        came = words(text, number=its.used, most=its.uses)
    if its.over is True:
        return [*facts, words("over"), came]
    end = words("for good")
    if its.until is not UNSET:
        end = words("until {until}", until=datetime.fromisoformat(its.until))
    no_guests = [] if its.guests else [words("not for guests")]
    return [*facts, came, end, *no_guests]
