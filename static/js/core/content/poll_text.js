/**
 * A poll as it is typed behind a slash, and as its message says it. The same as at the
 * plain door, and in the desktop client: `tests/vectors/polls.json`.
 */
export const OPTIONS_MOST = 10;

/** `many Lunch? | Pizza | Soup`; null if that asks nothing. */
export function askedIn(text) {
  if (!text.includes("|")) return null;
  const many = /^many\s+/i.exec(text)?.[0] ?? "";
  const [question, ...options] = text.slice(many.length).split("|").map(inLine);
  return { text: question, options, many: many !== "" };
}

/** `43 1,3 #dev`: which options, of which poll, if that is said; null: it makes no sense. */
export function choiceIn(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const where = /^[#@&]/.test(words.at(-1) ?? "") ? text.trim().split(/\s+/).at(-1) : "";
  if (where) words.pop();
  const [seq, ...chosen] = words.length > 1 ? words : ["", ...words];
  const options = chosen.join() === "none" ? [] : chosen.join().split(",");
  const isSense = [...options, seq || "1"].every((each) => /^[1-9]\d{0,10}$/.test(each));
  if (!chosen.length || !isSense || options.length > OPTIONS_MOST) return null;
  return { seq: seq ? Number(seq) : null, options: options.map(Number), where };
}

/** What is said by who asks: {text, options, many}. */
export function asking(poll) {
  const lines = poll.options.map((each, at) => `${at + 1}. ${inLine(each)}`);
  return { body: [inLine(poll.text), ...lines].join("\n"), poll };
}

function inLine(text) {
  return text.trim().replace(/\s+/g, " ");
}
