/** Who may do what, as chat/models/permissions.py has it: what the page offers. */
import { say } from "../words/words.js";
import { whyOf } from "../words/ends.js";

const ROLES = ["muted", "member", "voice", "moderator", "owner"];
export const MUTED = -1;
export const MEMBER = 0;
export const MODERATOR = 2;
export const OWNER = 3;
export const NOBODY = 4;
export const ROOMS = { direct: NOBODY, group: NOBODY };
export const LOBBY = { lobby: NOBODY };
// Where nobody has a role, the site's own look after what has to be.
export const SITE = { direct: OWNER, group: OWNER };
export const rule = (room, ...kinds) => Object.assign({ room }, ...kinds);
/**
 * Of the verbs that the page needs at once, who may at least; of several kinds that a
 * conversation is of, all count. Those of the panels are in `rules.js`.
 */
export const FIRST_RULES = {
  "read others' versions": rule(MODERATOR, SITE),
  "close another's poll": rule(MODERATOR, { archived: NOBODY }, SITE),
  leave: rule(MUTED, { direct: NOBODY }, LOBBY),
  "see bans": rule(MODERATOR, ROOMS),
};

/** Whether this person may do that in a conversation, as it is now. */
export function may(verb, place, you) {
  return allows(FIRST_RULES[verb], place, you);
}

/** Whether a rule lets this person do something there. */
export function allows({ room, ...others }, place, you) {
  const least = Math.max(room, ...kindsOf(place, you).map((kind) => others[kind] ?? room));
  const own = you.moderates ? OWNER : rankOf(place.role);
  return place.id !== null && own >= least;
}

function kindsOf({ kind, name, lock, archived, speakers }, you) {
  const talks = { direct: kind === "direct", group: kind === "group" };
  const kinds = { ...talks, lobby: isFixed(name, you), locked: lock, archived };
  const moderated = speakers === "voice";
  const all = { ...kinds, moderated, announcement: speakers === "moderator" };
  return Object.keys(all).filter((kind) => all[kind]);
}

/** Whether everybody is in a room of that name, and it stays as it is. */
export function isFixed(name, you) {
  return name === "#lobby" && !you.free_lobby;
}

export function rankOf(role = "member") {
  return ROLES.indexOf(role) - 1;
}

/** Why this person may not say anything in a room, as it is now; "" where they may. */
export function whyClosed({ you, isRoom, id, archived, speakers, role, until, reason }) {
  if (you.muted) return say("You are muted.") + whyOf(you.muted);
  if (!isRoom || id === null) return "";
  if (archived) return say("This room is archived: it can be read, and no more.");
  if (role === "muted")
    return say("You are muted in this room.") + whyOf({ reason, until });
  if (rankOf(role) >= rankOf(speakers)) return "";
  if (speakers === "voice")
    return say("Only those who were given a voice speak in this room.");
  return say("Only moderators speak in this room.");
}

/** Whether somebody may have nobody vote any more. */
export function mayClose({ author, poll }, place, you) {
  const isOpen = Boolean(poll) && !poll.closed;
  return isOpen && (author === you.id || may("close another's poll", place, you));
}

/** Whether somebody may read what a message said before. */
export function mayReadVersions({ author, edited, deleted }, place, you) {
  const isOwn = author === you.id && !deleted;
  return (edited || deleted) && (isOwn || may("read others' versions", place, you));
}
