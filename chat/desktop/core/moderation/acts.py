"""What moderators have done, in a line: the labels are those of the plain door."""

from __future__ import annotations

from chat.desktop.core.history.messages import Event
from chat.desktop.core.moderation.notices import why

# By how the audit log names it; what is not here is said as there.
LABELS = {
    "ban": "Shut out of the site",
    "ban lifted": "Let into the site again",
    "muted": "Muted on the site",
    "mute lifted": "Let speak on the site again",
    "mute over": "May speak on the site again: the time is over",
    "purged": "Recent messages deleted",
    "purge undone": "Recent messages brought back",
    "picture taken away": "Picture taken away",
    "report handled": "Report handled",
    "held: approved": "Waiting message approved",
    "held: refused": "Waiting message refused",
    "pattern: hold": "Words are to wait for a moderator",
    "pattern: refuse": "Words are to be refused",
    "pattern: nothing": "Words may be said again",
    "room: kicked": "Put out of the room",
    "room: banned": "Banned from the room",
    "room: unbanned": "Let into the room again",
    "room: role member": "Made a member like others",
    "room: role voice": "Given a voice",
    "room: role moderator": "Made a moderator",
    "room: role owner": "Given the room",
    "room: role muted": "Muted in the room",
    "room: mute lifted": "Let speak in the room again",
    "room: mute over": "May speak in the room again: the time is over",
    "room: deleted": "Message deleted",
    "panel: Added": "Added in the panel",
    "panel: Changed": "Changed in the panel",
    "panel: Deleted": "Deleted in the panel",
    "panel: Banned": "Shut out in the panel",
    "panel: Ban lifted": "Let in again in the panel",
    "panel: Muted": "Muted in the panel",
    "panel: Can write again": "Let speak again in the panel",
    "panel: Logged out everywhere": "Logged out everywhere in the panel",
    "panel: Taken out": "Taken out of the room in the panel",
}


def act_line(its: Event) -> str:
    """What was done, by whom, to whom, where, and what else is known; without when."""
    label = LABELS.get(its["event"], its["event"])
    names = " → ".join(filter(None, (its.get("who"), its.get("whom"), its.get("room"))))
    done = ", ".join(filter(None, (label, names))) + why(its)
    return ", ".join(filter(None, (done, its.get("words"))))
