/** Who may do what, as chat/models/permissions.py has it: what the page offers. */
import { say } from "../words/words.js";

const ROLES = ["member", "voice", "moderator", "owner"];
const [MEMBER, , MODERATOR, OWNER, NOBODY] = [0, 1, 2, 3, 4];
const ROOMS = { direct: NOBODY, group: NOBODY };
const STEERED = { archived: NOBODY, ...ROOMS };
const LOBBY = { lobby: NOBODY };
// Where nobody has a role, the site's own look after what has to be.
const SITE = { direct: OWNER, group: OWNER };
const rule = (room, ...kinds) => Object.assign({ room }, ...kinds);
/** Verb by verb, who may at least; of several kinds that a conversation is of, all count. */
export const RULES = {
  "delete what others said": rule(MODERATOR, ROOMS),
  "read others' versions": rule(MODERATOR, SITE),
  "close another's poll": rule(MODERATOR, { archived: NOBODY }, SITE),
  topic: rule(MEMBER, { locked: MODERATOR, announcement: MODERATOR }, STEERED),
  invite: rule(MEMBER, { archived: NOBODY, direct: NOBODY }, LOBBY),
  leave: rule(MEMBER, { direct: NOBODY }, LOBBY),
  description: rule(MODERATOR, STEERED),
  lock: rule(MODERATOR, STEERED),
  speakers: rule(MODERATOR, STEERED),
  slow: rule(MODERATOR, STEERED),
  name: rule(OWNER, STEERED, LOBBY),
  private: rule(OWNER, STEERED, LOBBY),
  keep: rule(OWNER, STEERED),
  unlisted: rule(OWNER, STEERED, LOBBY),
  archived: rule(OWNER, ROOMS, LOBBY),
  "give a voice": rule(MODERATOR, STEERED),
  "make a moderator": rule(OWNER, STEERED),
  "hand over": rule(OWNER, ROOMS, LOBBY),
  kick: rule(MODERATOR, ROOMS, LOBBY),
  ban: rule(MODERATOR, ROOMS, LOBBY),
  "see bans": rule(MODERATOR, ROOMS),
  "see reports": rule(MODERATOR, SITE),
};

/** Whether this person may do that in a conversation, as it is now. */
export function may(verb, place, you) {
  const { room, ...others } = RULES[verb];
  const least = Math.max(room, ...kindsOf(place, you).map((kind) => others[kind] ?? MEMBER));
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
  return ROLES.indexOf(role);
}

/** Why this person may not say anything in a room, as it is now; "" where they may. */
export function whyClosed({ isRoom, id, archived, speakers, role }) {
  if (!isRoom || id === null) return "";
  if (archived) return say("This room is archived: it can be read, and no more.");
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

/** Whether somebody may take back what another has said. */
export function mayDelete({ author, deleted, going }, place, you) {
  const isThere = !deleted && !going;
  return isThere && author !== you.id && may("delete what others said", place, you);
}
