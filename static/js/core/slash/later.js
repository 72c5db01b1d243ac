/** What a slash asks for about what is sent later. */
import { momentAt } from "../sending/moments.js";
import { placeAt, verb } from "./verbs.js";
import { say } from "../../words/words.js";
import { spoken } from "../writing/said.js";

const ABOUT = /^(now|cancel) ([1-9]\d{0,2})$/;
const PLACED = /^(?:([#@&]\S+)\s+)?([^]*)$/;

export const LATER_VERBS = [
  verb(
    "/later [@bob] [+20m tea]",
    say("send it later: +20m, +2h, 18:30 or 2026-12-01 09:00; alone: what waits"),
    (rest) => !rest || ABOUT.test(rest) || Boolean(wished(rest)?.text),
    async (person, rest) => {
      if (!rest) return person.show("scheduled");
      if (ABOUT.test(rest)) return change(person, ...rest.split(" "));
      const { text, where, when } = wished(rest);
      const at = person.momentIn(when);
      if (!at) throw new Error(say("There is no such time."));
      const said = spoken(text) ?? { body: text, action: false };
      const place = await placeOf(person, where);
      await person.chat.kept.later.schedule(place, said, at);
      return person.tell(say("It is sent to {name} later.", { name: place.called }));
    },
  ),
];

function wished(rest) {
  const [, where, when] = rest.match(PLACED);
  const found = momentAt(when);
  return found && { text: found.text, where, when };
}

/** With somebody to whom nobody has written yet, that is opened when it is sent. */
async function placeOf(person, where) {
  if (!where?.startsWith("@")) return where ? placeAt(person, where) : person.here;
  const { name } = await person.chat.commands.find(where.slice(1));
  return { id: null, name: `@${name}` };
}

function change({ chat }, what, number) {
  const one = chat.kept.later.all[number - 1];
  if (!one)
    throw new Error(say("There is no number {number} in the list: /later shows it.", { number }));
  return what === "now" ? chat.kept.later.change(one, { now: true }) : chat.kept.later.cancel(one);
}
