/** The files of a message as its text has them, as in chat/files/wording.py. */

const MARK = "📎 \x60";

/** The words, which stand above the files, and the lines of those. */
export function parted(body) {
  const lines = body.split("\n");
  const words = lines.slice(0, lines.findLastIndex((each) => !each.startsWith(MARK)) + 1);
  return [words.join("\n"), lines.slice(words.length).join("\n")];
}
