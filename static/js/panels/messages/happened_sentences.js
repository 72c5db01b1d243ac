/** What happened in a room, in a sentence; as in chat/dialects/plain/happened.py. */
import { apart, say, sayCount } from "../../words/words.js";

const UNHEARD = say("Somebody you blocked");
const SENTENCES = {
  "role=owner": say("{name} handed the room over to {whom}"),
  "role=moderator": say("{name} made {whom} a moderator"),
  "role=voice": say("{name} gave {whom} a voice"),
  "role=member": say("{name} made {whom} a member like others"),
  "role=muted": say("{name} muted {whom} in this room"),
  kicked: say("{name} put {whom} out"),
  banned: say("{name} banned {whom} from the room"),
  unbanned: say("{name} lets {whom} come in again"),
  name: say("{name} renamed {before} to {value}"),
  description: say("{name} changed the room's description"),
  "private=true": say("{name} made the room private"),
  "private=false": say("{name} opened the room to everybody"),
  "unlisted=true": say("{name} took the room off the list of rooms"),
  "unlisted=false": say("{name} put the room on the list of rooms"),
  "speakers=member": say("{name} lets everybody speak here"),
  "speakers=voice": say(
    "{name} made the room moderated: only those with a voice speak",
  ),
  "speakers=moderator": say(
    "{name} made the room one for announcements: only moderators speak",
  ),
  "slow=0": say("{name} ended the slow mode"),
  "keep=0": say("{name} has what is said here kept as long as on the site"),
  "lock=true": say("{name} locked the topic"),
  "lock=false": say("{name} unlocked the topic"),
  "archived=true": say("{name} archived the room: it can be read, and no more"),
  "archived=false": say("{name} brought the room back"),
  pinned: say("{name} pinned message {number}"),
  "topic=": say("{name} removed the topic"),
  topic: say("{name} set the topic: {value}"),
};
const COUNTED = {
  slow: (count, about) =>
    sayCount(
      count,
      "{name} made the room slow: one message in {count} second",
      "{name} made the room slow: one message in {count} seconds",
      about,
    ),
  keep: (count, about) =>
    sayCount(
      count,
      "{name} has what is said here go after {count} day at the latest",
      "{name} has what is said here go after {count} days at the latest",
      about,
    ),
};
const HEIR = say("{whom} owns the room now");
const SPEAKS = say("{whom} may speak again in this room");
const LET_SPEAK = say("{name} lets {whom} speak again in this room");
const CHANGED = say("{name} changed the room");

/** `blocks`: of whom nothing is said in their own words. */
export function sentenceOf(event, blocks) {
  const { kind, value, author, from, whom = "", before = "", target = 0 } = event;
  const isUnheard = blocks.has(author);
  const name = isUnheard ? UNHEARD : from;
  if (value && COUNTED[kind]) return COUNTED[kind](value, { name, count: value });
  const isKept = isUnheard && kind === "topic";
  const known = SENTENCES[`${kind}=${value}`] ?? SENTENCES[kind];
  const isHeir = kind === "role" && value === "owner" && !author;
  const isFree = kind === "role" && before;
  const speaks = author ? LET_SPEAK : SPEAKS;
  const text = isHeir ? HEIR : isFree ? speaks : (!isKept && known) || CHANGED;
  const about = { whom, before, value: `${value ?? ""}`, number: `${target}` };
  const said = say(text, { name, ...about });
  return isUnheard ? said : said + why(event);
}

/** Until when, and for what reason. */
function why({ until, reason }) {
  const when = until && say("until {until}", { until: new Date(until) });
  const end = when ? ` ${when}` : "";
  return reason ? `${end}: ${apart(reason)}` : end;
}
