/** What a slash asks for by those who look after a room. */
import { ANY, bare, SOME, verb, WORD } from "./verbs.js";
import { say } from "../../words/words.js";
import { wishIn } from "./spans.js";

const ROLES = new Set(["member", "voice", "moderator", "owner"]);
const ON_OFF = { on: true, off: false };
const SWITCHES = new Set(["private", "unlisted", "lock", "archived"]);
const SPEAKERS = { all: "member", voices: "voice", moderators: "moderator" };
const NUMBERS = new Set(["slow", "keep"]);
const NAMED = /^(\S+)\s*([^]*)$/;

export const STEERING_VERBS = [
  verb(
    "/role bob moderator",
    say("make bob moderator, voice or member of this room; owner hands it over"),
    (rest) => ROLES.has(rest.split(/\s+/)[1]?.toLowerCase()),
    (person, rest) => {
      const [name, role] = rest.split(/\s+/);
      return ask(person, "role", { name: bare(name), role: role.toLowerCase() });
    },
  ),
  verb(
    "/set [slow 30]",
    say("change this room; alone: what there is to change"),
    ANY,
    (person, rest) => {
      const [, what, text] = rest.match(NAMED) ?? [];
      const value = valueOf(what, text?.trim());
      if (value !== undefined) return ask(person, "set", { what, value });
      return person.tell(
        say(
          "There are: name, description, private, unlisted, lock, archived (on or off), speakers (all, voices or moderators), slow (seconds), keep (days, or none).",
        ),
      );
    },
  ),
  verb("/kick bob [why]", say("put bob out of this room"), SOME, (person, rest) => {
    const [, name, reason] = rest.match(NAMED);
    return ask(person, "kick", { name: bare(name), reason });
  }),
  verb(
    "/ban bob [3d] [why]",
    say("keep bob out of this room, for good or a while"),
    SOME,
    (person, rest) => ask(person, "ban", { ...wishIn(rest), on: true }),
  ),
  verb("/unban bob", say("let bob come into this room again"), WORD, (person, rest) =>
    ask(person, "ban", { name: bare(rest), on: false }),
  ),
  verb("/bans", say("who is kept out of this room"), ANY, async (person) => {
    const { name, id } = person.here;
    const asked = { type: "bans", conversation: id };
    const { bans } = await person.chat.commands.page(asked);
    const names = bans.map((each) => each.name);
    if (names.length) person.tell(say("Kept out of {room}: {names}", { room: name, names }));
    else person.tell(say("Nobody is kept out of {room}.", { room: name }));
  }),
];

async function ask({ chat, here, tell }, type, fields) {
  const { seq } = await chat.commands.page({ type, conversation: here.id, ...fields });
  if (seq === 0) tell(say("That is so already."));
}

/** Undefined if it makes no sense. */
function valueOf(what, text = "") {
  if (SWITCHES.has(what)) return ON_OFF[text.toLowerCase()];
  if (what === "speakers") return SPEAKERS[text.toLowerCase()];
  if (NUMBERS.has(what)) return numberIn(text.toLowerCase());
  const isText = what === "description" || (what === "name" && WORD(text));
  return isText ? text : undefined;
}

function numberIn(text) {
  if (text === "none") return 0;
  return /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}
