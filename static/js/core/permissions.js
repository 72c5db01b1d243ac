/** Who may do what, as chat/models/permissions.py has it: what the page offers. */
import { say } from "../words/words.js";

const ROLES = ["member", "voice", "moderator", "owner"];

/** Why this person may not say anything in a room, as it is now; "" where they may. */
export function whyClosed({ isRoom, id, archived, speakers, role }) {
  if (!isRoom || id === null) return "";
  if (archived) return say("This room is archived: it can be read, and no more.");
  const [least, own] = [speakers, role].map((each) => ROLES.indexOf(each ?? "member"));
  if (own >= least) return "";
  if (speakers === "voice")
    return say("Only those who were given a voice speak in this room.");
  return say("Only moderators speak in this room.");
}

/** Whether somebody may have nobody vote any more. */
export function mayClose({ author, poll }, you) {
  return Boolean(poll) && !poll.closed && (author === you.id || you.moderates === true);
}

/** Whether somebody may read what a message said before. */
export function mayReadVersions({ author, edited, deleted }, you) {
  const isOwn = author === you.id && !deleted;
  return (edited || deleted) && (isOwn || you.moderates === true);
}
