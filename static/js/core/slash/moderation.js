/** What a slash asks for by those who moderate, beyond one message and one room. */
import { ANY, bare, SOME, verb, WORD } from "./verbs.js";
import { say, sayCount } from "../../words/words.js";
import { lineOf } from "../moderation/acts.js";
import { backText, ModerationCommands } from "../moderation/commands.js";
import { whyOf } from "../../words/ends.js";
import { wishIn } from "./spans.js";

const HOUR_SECONDS = 3600;
const PURGE_SECONDS_MOST = 86_400;
const REACH = /^(\S+)\s+(address|network)\b\s*([^]*)$/i;
// So many stand among the notices at once.
const TOLD_MOST = 5;
// What can be undone just now.
let purged = null;

export const MODERATION_VERBS = [
  verb(
    "/purge bob [1h] [why]",
    say("delete all that bob said here in that time"),
    SOME,
    (person, rest) => purge(person, rest, roomOf(person)),
  ),
  verb(
    "/purgeall bob [1h] [why]",
    say("delete it in all rooms of the site"),
    SOME,
    (person, rest) => purge(person, rest),
  ),
  verb(
    "/unpurge",
    say("bring back what you have just had deleted so"),
    () => purged !== null,
    async (person) => {
      const { count, whom } = await commandsOf(person).unpurge(purged);
      purged = null;
      person.tell(backText(count, whom));
    },
  ),
  verb("/silence bob [3d] [why]", say("mute bob on the whole site"), SOME, mute),
  verb("/unsilence bob", say("let bob speak again"), WORD, unmute),
  verb("/hush bob [2h] [why]", say("mute bob in this room"), SOME, (person, rest) =>
    mute(person, rest, roomOf(person)),
  ),
  verb("/unhush bob", say("let bob speak again in this room"), WORD, (person, rest) =>
    unmute(person, rest, roomOf(person)),
  ),
  verb(
    "/shutout bob [address] [3d] [why]",
    say("keep bob out of the site, address or network: whoever comes from there"),
    SOME,
    shutOut,
  ),
  verb("/letin bob", say("let bob come into the site again"), WORD, async (person, rest) => {
    const { name } = await commandsOf(person).shutOut({ name: bare(rest) }, { on: false });
    person.tell(say("{name} may come in again.", { name }));
  }),
  verb("/letter bob [why]", say("have others see no picture of bob, but a letter"), SOME, letter),
  verb("/moderation", say("who is muted, and who is shut out of the site"), ANY, list),
  verb("/acts", say("what moderators have done of late"), ANY, (person) => acts(person)),
];

function commandsOf({ chat }) {
  return new ModerationCommands(chat.commands);
}

async function purge(person, rest, room) {
  const { name, seconds = HOUR_SECONDS, reason } = wishIn(rest);
  const how = { room, reason, seconds: Math.min(seconds, PURGE_SECONDS_MOST) };
  const done = await commandsOf(person).purge({ name }, how);
  purged = done;
  const { count, whom, more } = done;
  person.tell(
    sayCount(
      count,
      "{count} message of {whom} is deleted: for a minute /unpurge brings it back.",
      "{count} messages of {whom} are deleted: for a minute /unpurge brings them back.",
      { whom },
    ),
  );
  if (more) person.tell(say("There are others: say it again."));
}

/** In a `room` its log tells it to all who are there. */
async function mute(person, rest, room) {
  const { name, ...how } = wishIn(rest);
  const done = await commandsOf(person).mute({ name }, { ...how, room });
  if (!room) person.tell(mutedText(done));
}

async function unmute(person, rest, room) {
  const done = await commandsOf(person).mute({ name: bare(rest) }, { on: false, room });
  if (!room) person.tell(mutedText(done));
}

/** What whoever has done it is told. */
export function mutedText({ name, on, ...its }) {
  if (!on) return say("{name} may speak again.", { name });
  return say("{name} is muted.", { name }) + whyOf(its);
}

/** Where they are: of no room it would be asked for of the whole site. */
function roomOf({ here }) {
  if (!here.isRoom || here.id === null) throw new Error(say("That is for rooms only."));
  return here;
}

async function shutOut(person, rest) {
  const [, whom, reach = "person", more] = rest.match(REACH) ?? [];
  const { name, ...how } = wishIn(whom ? `${whom} ${more}` : rest);
  const wish = { ...how, reach: reach.toLowerCase() };
  const done = await commandsOf(person).shutOut({ name }, wish);
  person.tell(say("{name} is shut out.", { name: done.name }) + whyOf(done));
}

async function letter(person, rest) {
  const [name, ...reason] = rest.split(/\s+/);
  const whom = { name: bare(name) };
  const done = await commandsOf(person).takeAvatar(whom, { reason: reason.join(" ") });
  person.tell(say("{name} is seen by a letter.", { name: done.name }));
}

async function list(person) {
  const { muted, shutout } = await commandsOf(person).list();
  const lines = [
    ...muted.map((each) => mutedText({ ...each, on: true })),
    ...shutout.map((each) => say("{name} is shut out.", each) + whyOf(each)),
  ];
  person.tell(lines.join("\n") || say("Nobody is muted, and nobody shut out."));
}

async function acts(person, before) {
  const page = await commandsOf(person).acts({ before, limit: TOLD_MOST });
  for (const each of page.acts) person.tell(lineOf(each));
  if (!page.acts.length) person.tell(say("Nothing was done of late."));
  if (page.more) person.putOff(() => acts(person, page.acts.at(-1).act));
}
