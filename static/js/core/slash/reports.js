/** What a slash asks for about what is not as it should be. */
import { bare, placeAt, verb } from "./verbs.js";
import { outcomeOf } from "../moderation/outcomes.js";
import { WITH_WORDS } from "./messages.js";
import { apart, say } from "../../words/words.js";

const PERSON = /^@?([^#@&\d]\S*)\s+(\S[^]*)$/;
const HANDLED = /^([1-9]\d{0,10})(?:\s+(\S[^]*))?$/;
const WHICH = { "": "open", handled: "handled", own: "own" };
// So many stand among the notices at once.
const TOLD_MOST = 5;

export const REPORT_VERBS = [
  verb(
    "/report [@bob] 43 why",
    say("have message 43 looked at by moderators, or bob: /report bob why"),
    (rest) => WITH_WORDS.test(rest) || PERSON.test(rest),
    async (person, rest) => {
      const { whom, reason } = await report(person, rest);
      person.tell(say("You have reported {whom}: {reason}", { whom, reason }));
    },
  ),
  verb(
    "/reports [own]",
    say("what was reported, and waits for you; handled; own: what you reported"),
    (rest) => Object.hasOwn(WHICH, rest.toLowerCase()),
    (person, rest) => list(person, WHICH[rest.toLowerCase()]),
  ),
  verb(
    "/handled 3 [what]",
    say("say what was done about report 3; it is told"),
    (rest) => HANDLED.test(rest),
    (person, rest) => handle(person, rest, "acted"),
  ),
  verb(
    "/dismiss 3 [why]",
    say("say that nothing is to be done about report 3"),
    (rest) => HANDLED.test(rest),
    (person, rest) => handle(person, rest, "dismissed"),
  ),
];

function report(person, rest) {
  const { reports } = person.chat;
  if (!WITH_WORDS.test(rest)) {
    const [, name, reason] = rest.match(PERSON);
    return reports.reportPerson(bare(name), reason);
  }
  const [, where, number, reason] = rest.match(WITH_WORDS);
  return reports.report(placeAt(person, where), { seq: Number(number) }, reason);
}

async function handle({ chat, tell }, rest, outcome) {
  const [, number, word] = rest.match(HANDLED);
  const its = await chat.reports.handle({ report: Number(number) }, outcome, word);
  const facts = { number: its.report, outcome: outcomeOf(its) };
  tell(say("Report {number} is handled: {outcome}", facts));
}

async function list(person, which, before) {
  const asked = { which, before, limit: TOLD_MOST };
  const { reports, more } = await person.chat.reports.page(asked);
  if (!reports.length) person.tell(noneOf(which));
  for (const each of reports) person.tell(lineOf(each));
  if (more) person.putOff(() => list(person, which, reports.at(-1).report));
}

function noneOf(which) {
  if (which === "open") return say("No report waits for you.");
  if (which === "handled") return say("No report was handled of late.");
  return say("You have reported nothing.");
}

/** One in a line: its number, what it is about, and the words. */
function lineOf({ report: number, whom, place, reason, said = [], ...its }) {
  const about = place
    ? say("{whom} in {place}: {reason}", { whom, place, reason })
    : `${apart(whom)}: ${apart(reason)}`;
  const words = said.slice(-1).map(({ body }) => `“${apart(body)}”`);
  const end = its.outcome ? [`= ${outcomeOf(its)}`] : [];
  return [number, about, ...words, ...end].join(" ");
}
