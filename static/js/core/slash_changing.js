/** What a slash asks for that changes a message: it is meant by its number. */
import { meant, NUMBER, WITH_WORDS } from "./slash_messages.js";
import { placeAt, verb } from "./verbs.js";
import { say } from "../words/words.js";

const REACTION = /^([1-9]\d{0,10})\s+(\S+)(?:\s+(\S+))?$/;
const fits = (rest) => REACTION.test(rest);

export const CHANGING_VERBS = [
  verb(
    "/edit [@bob] 43 text",
    say("say your message 43 in other words"),
    (rest) => WITH_WORDS.test(rest),
    (person, rest) => {
      const [, where, number, body] = rest.match(WITH_WORDS);
      const message = { seq: Number(number) };
      return person.chat.commands.edit(placeAt(person, where), message, body);
    },
  ),
  verb("/delete 43 [#dev]", say("take your message 43 back"), NUMBER, (person, rest) => {
    const [place, { seq }] = meant(person, rest);
    const { commands, kept, you } = person.chat;
    const shown = place === person.here && place.messages?.get(seq);
    // Where it is seen to go, it can be taken back.
    if (shown?.author === you.id) return kept.deletions.begin(place, shown);
    return commands.delete(place, { seq });
  }),
  verb("/react 43 👍 [#dev]", say("react to message 43"), fits, (person, rest) =>
    react(person, rest, true),
  ),
  verb("/unreact 43 👍 [#dev]", say("take that back"), fits, (person, rest) =>
    react(person, rest, false),
  ),
];

function react(person, rest, on) {
  const [, number, emoji, where] = rest.match(REACTION);
  const message = { seq: Number(number) };
  return person.chat.commands.react(placeAt(person, where), message, emoji, on);
}
