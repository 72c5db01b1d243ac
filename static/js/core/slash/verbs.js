/** What the rows of the table of `line.js` are made of. */
import { say } from "../../words/words.js";

export const ANY = () => true;
export const SOME = (rest) => rest !== "";
export const WORD = (rest) => /^\S+$/.test(rest);
export const MAYBE_WORD = (rest) => !rest || WORD(rest);

/** `fits(rest)`: whether that makes sense behind the word; `act(person, rest)` does it. */
export function verb(usage, meaning, fits, act) {
  return { word: usage.split(" ")[0], usage, meaning, fits, act };
}

/** Somebody, with or without an `@`. */
export function bare(name) {
  return name.replace(/^@/, "");
}

/** The conversation of that name that this person has. */
export function known({ chat }, name) {
  const { conversations } = chat;
  return conversations.byName(name) ?? conversations.byName(name.toLowerCase());
}

/** A room as it is written, anything else is somebody's name; without one, where they are. */
export function placeAt(person, text = "") {
  const name = !text || /^[#&]/.test(text) ? text : `@${bare(text)}`;
  const place = text ? known(person, name) : person.here;
  if (place && place.id !== null) return place;
  throw new Error(say("You have no conversation {name}.", { name: name || place.name }));
}
