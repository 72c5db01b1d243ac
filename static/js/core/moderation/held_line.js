import { say } from "../../words/words.js";

/** What is to be decided, in a line: `each` as it waits. */
export function lineOf({ number, from: name, name: room, body, refused, reason }) {
  const words = body.slice(0, 100);
  const facts = { number, name, room, words, reason };
  if (refused && reason) return say("{number}. Refused in {room} ({reason}): {words}", facts);
  if (refused) return say("{number}. Refused in {room}: {words}", facts);
  return say("{number}. {name} in {room}, waits for a moderator: {words}", facts);
}
