/** What a slash asks for about words that are held back, and what waits. */
import { ANY, verb } from "./verbs.js";
import { lineOf } from "../moderation/held_line.js";
import { say } from "../../words/words.js";

const ACTS = { hold: "hold", refuse: "refuse", allow: "nothing" };
const WISH = /^(\S+)\s+([^|]*[^|\s])\s*(?:\|\s*([^]*))?$/;
const NUMBER = /^[1-9]\d{0,9}$/;
const NUMBER_AND_WHY = /^([1-9]\d{0,9})(?:\s+([^]*))?$/;
const PATTERN_CHARACTERS = 60;
// As much as one reads in a notice.
const TOLD_MOST = 10;

export const HELD_VERBS = [
  verb(
    "/words [hold casino*]",
    say(
      "have words of this room wait for a moderator (hold casino*) or not said (refuse poker | why), or end that (allow poker); alone: which",
    ),
    (rest) => !rest || Boolean(wished(rest)),
    async (person, rest) => {
      const where = { conversation: person.here.id };
      const wish = rest ? { type: "pattern", ...wished(rest) } : { type: "patterns" };
      tellOf(person, await person.chat.commands.page({ ...wish, ...where }));
    },
  ),
  verb(
    "/held",
    say("what waits for a moderator, yours and what you decide"),
    ANY,
    (person) => list(person),
  ),
  verb(
    "/approve 7",
    say("have what waits by that number said"),
    (rest) => NUMBER.test(rest),
    (person, rest) => decide(person, { type: "approve", held: Number(rest) }),
  ),
  verb(
    "/refuse 7 [why]",
    say("have it not said; of yours, take it back"),
    (rest) => NUMBER_AND_WHY.test(rest),
    (person, rest) => {
      const [, number, reason = ""] = rest.match(NUMBER_AND_WHY);
      return decide(person, { type: "refuse", held: Number(number), reason });
    },
  ),
];

async function list(person, after) {
  const { messages, more = false } = await person.chat.kept.held.page(after);
  const told = messages.slice(0, TOLD_MOST);
  const lines = told.map(lineOf);
  person.tell(lines.join("\n") || say("Nothing waits for a moderator."));
  if (more || messages.length > told.length)
    person.putOff(() => list(person, told.at(-1).number));
}

function wished(rest) {
  const [, act, pattern, reason = ""] = rest.match(WISH) ?? [];
  const its = ACTS[act?.toLowerCase()];
  const isOne = its && pattern.length <= PATTERN_CHARACTERS;
  return isOne ? { act: its, pattern, reason } : undefined;
}

async function decide({ chat, tell }, command) {
  const { number, seq } = await chat.commands.page(command);
  if (seq === undefined) tell(say("Number {number} is not said.", { number }));
  else tell(say("Number {number} is said now.", { number }));
}

function tellOf({ here, tell }, { patterns }) {
  const of = (act) => patterns.filter((each) => each.act === act).map((each) => each.pattern);
  const [held, refused, room] = [of("hold"), of("refuse"), here.name];
  if (held.length) tell(say("What waits for a moderator in {room}: {words}", { room, words: held }));
  if (refused.length) tell(say("What is not said in {room}: {words}", { room, words: refused }));
  if (!patterns.length)
    tell(say("No words of {room} wait for a moderator, or are refused.", { room }));
}
