"""Moderation at the plain door: what is done about somebody, here or everywhere."""

from __future__ import annotations

from typing import NamedTuple, cast

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.acts import act_line, muted_line, why
from chat.dialects.plain.phrases import minute
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.arguments import is_word, name_in
from chat.dialects.plain.slash.steering import LIKE_SPAN, NO_SPAN, seconds_in
from chat.dialects.plain.slash.verbs import hint, verb
from chat.dialects.plain.talk import ACTS_OF_A_PAGE, Talk
from chat.words import plural, sentence

REACHES: tuple[wire.Reach, ...] = ("address", "network")
HOUR_SECONDS = 3600
# Marks the command whose answer is read: everybody hears the same.
ASKED = "letter"
PURGED = plural(
    "{count} message of {whom} is deleted: for a minute /unpurge brings it back.",
    "{count} messages of {whom} are deleted: for a minute /unpurge brings them back.",
)
BACK = plural(
    "{count} message of {whom} is back.", "{count} messages of {whom} are back."
)
APPLICANTS = plural(
    "{count} person waits to be accepted: the panel shows who.",
    "{count} people wait to be accepted: the panel shows who.",
)


class _Wish(NamedTuple):
    """Whom it is about, for how long, and why."""

    name: str
    seconds: int | None
    reason: str


# --- What is asked for ----------------------------------------------------------------


@verb("/purge bob [1h] [why]", sentence("delete all that bob said here in that time"))
def _purge(talk: Talk, rest: str) -> Received | None:
    return _purge_in(talk, rest, talk.room)


@verb("/purgeall bob [1h] [why]", sentence("delete it in all rooms of the site"))
def _purge_all(talk: Talk, rest: str) -> Received | None:
    return _purge_in(talk, rest, None)


def _purge_in(talk: Talk, rest: str, room: int | None) -> Received | None:
    wish = _wish(talk, rest)
    if not isinstance(wish, _Wish):
        return wish
    seconds = min(wish.seconds or HOUR_SECONDS, wire.PURGE_SECONDS_MOST)
    about = {"name": wish.name, "reason": wish.reason, "seconds": seconds}
    return wire.Purge(conversation=room, **about)  # type: ignore[arg-type]


@verb("/unpurge", sentence("bring back what you have just had deleted so"))
def _unpurge(talk: Talk, rest: str) -> Received | None:
    return None if talk.purged is None else wire.Unpurge(purge=talk.purged)


@verb("/silence bob [3d] [why]", sentence("mute bob on the whole site"))
def _silence(talk: Talk, rest: str) -> Received | None:
    wish = _wish(talk, rest)
    return wire.Mute(on=True, **wish._asdict()) if isinstance(wish, _Wish) else wish


@verb("/unsilence bob", sentence("let bob speak again"))
def _unsilence(talk: Talk, rest: str) -> Received | None:
    return wire.Mute(name=name_in(rest), on=False) if is_word(rest) else None


@verb("/hush bob [2h] [why]", sentence("mute bob in this room"))
def _hush(talk: Talk, rest: str) -> Received | None:
    wish = _wish(talk, rest)
    if not isinstance(wish, _Wish):
        return wish
    return wire.Mute(conversation=talk.room, on=True, **wish._asdict())


@verb("/unhush bob", sentence("let bob speak again in this room"))
def _unhush(talk: Talk, rest: str) -> Received | None:
    if not is_word(rest):
        return None
    return wire.Mute(conversation=talk.room, name=name_in(rest), on=False)


@verb(
    "/shutout bob [address] [3d] [why]",
    sentence("keep bob out of the site, address or network: whoever comes from there"),
)
def _shut_out(talk: Talk, rest: str) -> Received | None:
    name, _, more = rest.partition(" ")
    first, _, others = more.strip().partition(" ")
    is_wide = first.lower() in REACHES
    wish = _wish(talk, f"{name} {others}" if is_wide else rest)
    if not isinstance(wish, _Wish):
        return wish
    reach = cast(wire.Reach, first.lower()) if is_wide else "person"
    return wire.ShutOut(on=True, reach=reach, **wish._asdict())


@verb("/letin bob", sentence("let bob come into the site again"))
def _let_in(talk: Talk, rest: str) -> Received | None:
    return wire.ShutOut(name=name_in(rest), on=False) if is_word(rest) else None


@verb("/letter bob [why]", sentence("have others see no picture of bob, but a letter"))
def _letter(talk: Talk, rest: str) -> Received | None:
    name, _, reason = rest.partition(" ")
    if not name:
        return None
    return wire.TakeAvatar(name=name_in(name), reason=reason.strip(), ref=ASKED)


@verb("/moderation", sentence("who is muted, and who is shut out of the site"))
def _moderation(talk: Talk, rest: str) -> Received:
    return wire.ListModeration()


@verb("/acts", sentence("what moderators have done of late"))
def _acts(talk: Talk, rest: str) -> Received:
    return wire.ListActs(limit=ACTS_OF_A_PAGE)


def _wish(talk: Talk, rest: str) -> _Wish | Received | None:
    """What it says; or what is answered, where that makes no sense."""
    name, _, more = rest.partition(" ")
    if not name:
        return None
    first, _, others = more.strip().partition(" ")
    seconds = seconds_in(first)
    if seconds is None and LIKE_SPAN.fullmatch(first):
        return hint(talk, NO_SPAN)
    reason = more if seconds is None else others
    return _Wish(name_in(name), seconds, reason.strip())


# --- What is told ---------------------------------------------------------------------


@lines_of.register
def _applicants(event: wire.Applicants, talk: Talk) -> list[str]:
    return [talk.notice(*APPLICANTS, count=event.open)] if event.new else []


@lines_of.register
def _purged(event: wire.Purged, talk: Talk) -> list[str]:
    talk.purged = None if event.undone is True else event.purge
    text = BACK if event.undone is True else PURGED
    lines = [talk.notice(*text, count=event.count, whom=event.whom)]
    if event.more is True:
        lines.append(talk.notice("There are others: say it again."))
    return lines


@lines_of.register
def _muted(event: wire.WasMuted, talk: Talk) -> list[str]:
    if not event.on:
        return [talk.notice("{name} may speak again.", name=event.name)]
    return [muted_line(event, talk)]


@lines_of.register
def _is_shut_out(event: wire.WasShutOut, talk: Talk) -> list[str]:
    if not event.on:
        return [talk.notice("{name} may come in again.", name=event.name)]
    line = talk.notice("{name} is shut out.", name=event.name)
    return [line + why(talk.words.joined(event.networks), event.until)]


@lines_of.register
def _seen_by(event: wire.AvatarSet, talk: Talk) -> list[str]:
    is_told = event.ref == ASKED or event.name == talk.me
    if event.href or not is_told:
        return []  # pictures are for who has some
    return [talk.notice("{name} is seen by a letter.", name=event.name)]


@lines_of.register
def _listed(event: wire.Moderation, talk: Talk) -> list[str]:
    out = sentence("{name} is shut out.")
    lines = [muted_line(each, talk) for each in event.muted]
    for one in event.shutout:
        words = talk.words.joined(filter(None, (one.reason, *one.networks)))
        line = talk.notice(out, name=one.name or "?")
        lines.append(line + why(words, one.until))
    none = sentence("Nobody is muted, and nobody shut out.")
    return lines or [talk.notice(none)]


@lines_of.register
def _done(event: wire.Acts, talk: Talk) -> list[str]:
    lines = [f"* [{minute(its.at)}] {act_line(its, talk)}" for its in event.acts]
    if event.more:
        lines.append(talk.notice("And more: /more shows them."))
    return lines or [talk.notice("Nothing was done of late.")]
