"""What moderators have done, as a line at the plain door."""

from __future__ import annotations

from msgspec import UNSET

from chat import wire
from chat.dialects.plain.phrases import minute
from chat.dialects.plain.talk import Talk
from chat.words import sentence

# By how the audit log names it; what is not here is said as there.
LABELS = {
    "ban": sentence("Shut out of the site"),
    "ban lifted": sentence("Let into the site again"),
    "muted": sentence("Muted on the site"),
    "mute lifted": sentence("Let speak on the site again"),
    "mute over": sentence("May speak on the site again: the time is over"),
    "purged": sentence("Recent messages deleted"),
    "purge undone": sentence("Recent messages brought back"),
    "picture taken away": sentence("Picture taken away"),
    "report handled": sentence("Report handled"),
    "held: approved": sentence("Waiting message approved"),
    "held: refused": sentence("Waiting message refused"),
    "pattern: hold": sentence("Words are to wait for a moderator"),
    "pattern: refuse": sentence("Words are to be refused"),
    "pattern: nothing": sentence("Words may be said again"),
    "room: kicked": sentence("Put out of the room"),
    "room: banned": sentence("Banned from the room"),
    "room: unbanned": sentence("Let into the room again"),
    "room: role member": sentence("Made a member like others"),
    "room: role voice": sentence("Given a voice"),
    "room: role moderator": sentence("Made a moderator"),
    "room: role owner": sentence("Given the room"),
    "room: role muted": sentence("Muted in the room"),
    "room: mute lifted": sentence("Let speak in the room again"),
    "room: mute over": sentence("May speak in the room again: the time is over"),
    "room: deleted": sentence("Message deleted"),
    "panel: Added": sentence("Added in the panel"),
    "panel: Changed": sentence("Changed in the panel"),
    "panel: Deleted": sentence("Deleted in the panel"),
    "panel: Banned": sentence("Shut out in the panel"),
    "panel: Ban lifted": sentence("Let in again in the panel"),
    "panel: Muted": sentence("Muted in the panel"),
    "panel: Can write again": sentence("Let speak again in the panel"),
    "panel: Logged out everywhere": sentence("Logged out everywhere in the panel"),
    "panel: Taken out": sentence("Taken out of the room in the panel"),
}


def act_line(its: wire.Act, talk: Talk) -> str:
    """What was done, by whom, to whom, where, and what else is known; without when."""
    label = talk.words(LABELS[its.event]) if its.event in LABELS else its.event
    names = " → ".join(filter(None, (its.who, its.whom, its.room)))
    joined = talk.words.joined
    done = joined(filter(None, (label, names))) + why(its.reason, its.until)
    return joined(filter(None, (done, its.words)))


def muted_line(its: wire.MutedOne | wire.WasMuted, talk: Talk) -> str:
    """That somebody is muted on the whole site, and what else is known."""
    text = sentence("{name} is muted.")
    return talk.notice(text, name=its.name) + why(its.reason, its.until)


def why(reason: object, until: object) -> str:
    """Behind a notice: what else is known."""
    parts = [] if reason in (UNSET, "") else [str(reason)]
    if until is not UNSET:
        parts.append(f"– {minute(str(until))}")
    return f" ({' '.join(parts)})" if parts else ""
