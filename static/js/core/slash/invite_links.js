/** What a slash asks for about invite links: making and revoking one, and who came by which. */
import { factsOf } from "../rooms/invite_links.js";
import { secondsIn } from "./spans.js";
import { verb } from "./verbs.js";
import { apart, say } from "../../words/words.js";

const NUMBER = /^[1-9]\d{0,10}$/;
// So many stand among the notices at once.
const TOLD_MOST = 5;

export const INVITE_LINK_VERBS = [
  verb(
    "/invite-link [site] [7d] [10] [noguests]",
    say("a link into this room, or to the site; for 7 days, for 10 people"),
    (rest) => wordsOf(rest).every(isFit),
    async (person, rest) => {
      const { link } = await ask(person, { type: "create_invite_link", ...wishOf(person, rest) });
      person.tell(say("This lets others in:"));
      person.tell(lineOf(link, person));
    },
  ),
  verb(
    "/invite-links",
    say("which invite links there are, and who came by them"),
    (rest) => !rest,
    (person) => list(person),
  ),
  verb(
    "/revoke-link 3",
    say("have nobody come by invite link 3 any more"),
    (rest) => NUMBER.test(rest),
    async (person, rest) => {
      await ask(person, { type: "revoke_invite_link", link: Number(rest) });
      person.tell(say("Nobody comes by invite link {number} any more.", { number: Number(rest) }));
    },
  ),
];

function ask({ chat }, command) {
  return chat.commands.page(command);
}

function wordsOf(rest) {
  return rest.toLowerCase().split(/\s+/).filter(Boolean);
}

function isFit(word) {
  return ["site", "noguests"].includes(word) || NUMBER.test(word) || secondsIn(word);
}

function wishOf({ here }, rest) {
  const words = wordsOf(rest);
  // Nobody is invited into the lobby: everybody is in it.
  const isRoom = here.isRoom && here.name !== "#lobby" && !words.includes("site");
  return {
    conversation: isRoom ? here.id : undefined,
    seconds: words.map(secondsIn).find(Boolean),
    uses: Number(words.find((word) => NUMBER.test(word))) || undefined,
    guests: !words.includes("noguests"),
  };
}

async function list(person, before) {
  const asked = { type: "invite_links", before, limit: TOLD_MOST };
  const { links, more } = await ask(person, asked);
  if (!links.length) person.tell(say("There are no invite links."));
  for (const each of links) person.tell(lineOf(each, person));
  if (more) person.putOff(() => list(person, links.at(-1).link));
}

/** One in a line: its number, to where, the link itself, and who came. */
function lineOf({ link: number, room, url, ...its }, { chat, shownAt }) {
  const names = its.came.map(({ name }) => name);
  const came = names.length ? [say("Came by it: {names}", { names })] : [];
  const facts = `(${factsOf(its, { you: chat.you, shownAt }).join(say(", "))})`;
  const where = room ? [apart(room)] : [];
  return [number, ...where, url, facts, ...came].join(" ");
}
