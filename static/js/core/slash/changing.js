/** What a slash asks for that changes a message: it is meant by its number. */
import { meant, messageAt, NUMBER, WITH_WORDS } from "./messages.js";
import { placeAt, verb } from "./verbs.js";
import { say } from "../../words/words.js";

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
  verb(
    "/delete 43 [#dev]",
    say("take your message 43 back"),
    NUMBER,
    async (person, rest) => {
      const [place, { seq }] = meant(person, rest);
      const { commands, kept, you } = person.chat;
      const message = await messageAt(person, place, seq);
      // Of what others said the server says whether it may go.
      if (message.author !== you.id || message.deleted)
        return commands.delete(place, { seq });
      kept.deletions.begin(place, message);
      if (place === person.here && place.messages?.get(seq)) return undefined;
      // Nobody sees it go: so that it can be taken back here, too.
      const text = say("Message {seq} is deleted in 5 seconds.", { seq });
      return person.offer(text, async () => kept.deletions.undo(place, message));
    },
  ),
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
