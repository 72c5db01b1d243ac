/** What replies show of the messages that they answer: `quote` of the wire. */
const MOST = 200;
const LOOKED_AT = 500;

/** The beginning of a text, in one line; as in chat/text/excerpt.py. */
export function excerpt(body) {
  const start = [...body].slice(0, LOOKED_AT).join("");
  const line = start.replace(/[^\S\ufeff]+/g, " ").replace(/^ | $/g, "");
  const all = [...line];
  if (all.length <= MOST) return line;
  return `${all.slice(0, MOST - 1).join("").replace(/ $/, "")}…`;
}

/** What a reply to a message shows of it. */
export function quoteOf({ seq, from, author, body, action = false, deleted = false }) {
  const quote = { seq, from, author, body: excerpt(body) };
  if (action) quote.action = true;
  if (deleted) quote.deleted = true;
  return quote;
}

/** One of the log reads otherwise now; returns those among `messages` that show it. */
export function requote(messages, { seq, body, deleted = false }) {
  const now = deleted ? { body: "", deleted } : { body: excerpt(body) };
  const shows = ({ quote }) => quote?.seq === seq && quote.body !== now.body;
  const others = messages.filter(shows);
  for (const { quote } of others) {
    delete quote.deleted; // it may be back
    Object.assign(quote, now);
  }
  return others;
}

/** Whose words a live event changes may be quoted; returns the messages that do. */
export function quoting(messages, { type, target: seq, body }) {
  if (type !== "edited" && type !== "deleted") return [];
  return requote(messages, { seq, body, deleted: type === "deleted" });
}
