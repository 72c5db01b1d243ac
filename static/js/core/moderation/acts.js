/** What moderators have done, in people's words; as in chat/dialects/plain/acts.py. */
import { say } from "../../words/words.js";
import { whyOf } from "../../words/ends.js";

// By how the audit log names it; what is not here is said as there.
const LABELS = {
  ban: say("Shut out of the site"),
  "ban lifted": say("Let into the site again"),
  muted: say("Muted on the site"),
  "mute lifted": say("Let speak on the site again"),
  "mute over": say("May speak on the site again: the time is over"),
  purged: say("Recent messages deleted"),
  "purge undone": say("Recent messages brought back"),
  "picture taken away": say("Picture taken away"),
  "report handled": say("Report handled"),
  "held: approved": say("Waiting message approved"),
  "held: refused": say("Waiting message refused"),
  "pattern: hold": say("Words are to wait for a moderator"),
  "pattern: refuse": say("Words are to be refused"),
  "pattern: nothing": say("Words may be said again"),
  "room: kicked": say("Put out of the room"),
  "room: banned": say("Banned from the room"),
  "room: unbanned": say("Let into the room again"),
  "room: role member": say("Made a member like others"),
  "room: role voice": say("Given a voice"),
  "room: role moderator": say("Made a moderator"),
  "room: role owner": say("Given the room"),
  "room: role muted": say("Muted in the room"),
  "room: mute lifted": say("Let speak in the room again"),
  "room: mute over": say("May speak in the room again: the time is over"),
  "room: deleted": say("Message deleted"),
  "panel: Added": say("Added in the panel"),
  "panel: Changed": say("Changed in the panel"),
  "panel: Deleted": say("Deleted in the panel"),
  "panel: Banned": say("Shut out in the panel"),
  "panel: Ban lifted": say("Let in again in the panel"),
  "panel: Muted": say("Muted in the panel"),
  "panel: Can write again": say("Let speak again in the panel"),
  "panel: Logged out everywhere": say("Logged out everywhere in the panel"),
  "panel: Taken out": say("Taken out of the room in the panel"),
};

export function labelOf({ event }) {
  return LABELS[event] ?? event;
}

/** By whom, to whom, and where: as far as is known. */
export function namesOf({ who, whom, room }) {
  return [who, whom, room].filter(Boolean).join(" → ");
}

/** All that is known of it but when. */
export function lineOf(act) {
  const done = [labelOf(act), namesOf(act)].filter(Boolean).join(say(", ")) + whyOf(act);
  return [done, act.words].filter(Boolean).join(say(", "));
}
