/**
 * What a text means: to be said, or to be obeyed. The same as at the plain door, and in
 * the desktop client: `tests/vectors/slash.json`.
 */

/** `/topic tea`: `{ word: "/topic", rest: "tea" }`; null for what is said. */
export function commandIn(text) {
  const [, word, rest = ""] = text.match(/^(\/\S*)(?:\s+([^]*))?$/) ?? [];
  // With another slash it is a path, and no word for anything to do.
  if (!word || word.lastIndexOf("/") > 0) return null;
  return { word: word.toLowerCase(), rest: rest.trimEnd() };
}

/** What was typed, as it is said; null for what is to be obeyed. */
export function spoken(text) {
  const command = commandIn(text);
  if (command?.word === "/me" && command.rest)
    return { body: command.rest, action: true };
  if (command) return null;
  return { body: text.startsWith("//") ? text.slice(1) : text, action: false };
}
