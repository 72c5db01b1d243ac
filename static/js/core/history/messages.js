/**
 * The messages of one conversation that this page holds: a window of its log, an
 * unbroken run, ordered by seq.
 *
 * `more`: there are older ones on the server; `newer`: there are newer ones, and what
 * is said meanwhile has no place here. A message as it read later (`changed`)
 * always wins, whatever order it came in.
 */
import { renameIn } from "../content/mentions.js";
import { sameEmoji } from "../content/same_emoji.js";

/** These without what was said before that number, and is gone; the same if nothing is. */
export function from(start, messages) {
  const kept = messages.all.filter(({ seq }) => seq >= start);
  if (kept.length === messages.size) return messages;
  return new Messages(kept, false, messages.newer);
}

/** So many are in the page at once; what is further away is fetched again. */
export const MOST = 150;
const NOTHING = { below: -Infinity, above: Infinity };

export class Messages {
  more;
  newer;
  #missed = NOTHING;
  #bySeq = new Map();
  #order = [];
  #all = null;

  constructor(messages = [], more = false, newer = false) {
    this.more = more;
    this.newer = false;
    for (const message of messages) this.put(message);
    this.newer = newer;
  }

  get all() {
    return (this.#all ??= this.#order.map((seq) => this.#bySeq.get(seq)));
  }

  get size() {
    return this.#order.length;
  }

  get first() {
    return this.#bySeq.get(this.#order[0]);
  }

  get last() {
    return this.#bySeq.get(this.#order.at(-1));
  }

  get(seq) {
    return this.#bySeq.get(seq);
  }

  /** Take a message in, as it reads now: true if that shows anything new. */
  put(message) {
    const known = this.#bySeq.get(message.seq);
    if (known && known.changed >= message.changed) return false;
    if (!known && this.#isBeyond(message.seq)) return this.#miss(message.seq);
    // What somebody has just deleted here stays out of sight: see `Deletions`.
    if (known?.going) Object.assign(message, { going: true, gone: known.gone });
    this.#bySeq.set(message.seq, message);
    this.#all = null;
    const { seq } = message;
    if (!known) this.#order.splice(placeOf(this.#order, seq), 0, seq);
    return true;
  }

  /** Take one that is here as it is rendered now: true if that shows anything new. */
  renew(message) {
    const known = this.#bySeq.get(message.seq);
    if (!known || known.changed > message.changed) return false;
    this.#bySeq.set(message.seq, message);
    this.#all = null;
    return known.changed < message.changed || known.html !== message.html;
  }

  /** A page is asked for: what is said or changed before it comes may not be in it. */
  expect() {
    this.#missed = NOTHING;
  }

  /** Whether something was missed since then that has its place here now. */
  get hasMissed() {
    const { below, above } = this.#missed;
    return [below, above].some((seq) => isFinite(seq) && !this.#isBeyond(seq));
  }

  /** Take in the page next below the first one. */
  prepend(messages, more) {
    this.more = false;
    for (const message of messages) this.put(message);
    this.more = more;
  }

  /** Take in the page next above the last one. */
  append(messages, newer) {
    this.newer = false;
    for (const message of messages) this.put(message);
    this.newer = newer;
  }

  /** Whether whatever comes next to `seq` is here. */
  reaches(seq) {
    return !this.more || (this.first?.seq ?? Infinity) <= seq + 1;
  }

  /**
   * Take a live event in; returns the message that it made or changed, if held here.
   */
  apply(event) {
    if (event.type === "message") {
      const message = newMessage(event);
      return this.put(message) ? message : undefined;
    }
    const message = this.#bySeq.get(event.target);
    if (!message) this.#miss(event.target);
    if (!message || message.changed >= event.seq) return undefined;
    CHANGES[event.type](message, event);
    message.changed = event.seq;
    return message;
  }

  /** What people are called now, by number; returns the messages that show it. */
  rename(names, guest = undefined) {
    return this.all.filter((message) => renamed(message, names, guest));
  }

  /** The last message of an author that can still be edited. */
  lastOf(author) {
    const isThere = ({ deleted, going }) => !deleted && !going;
    return this.all.findLast((each) => each.author === author && isThere(each));
  }

  /** The message that comes next after `seq`. */
  after(seq) {
    return this.#bySeq.get(this.#order[placeOf(this.#order, seq + 1)]);
  }

  /**
   * Forget all but `size` around what stands between two numbers, which all stays; the
   * newest if it is not said. Returns the numbers of those forgotten.
   */
  trim(size, from = Infinity, to = from) {
    const [begin, end] = [placeOf(this.#order, from), placeOf(this.#order, to + 1)];
    const left = Math.max(size, end - begin);
    const surplus = this.#order.length - left;
    if (surplus <= 0) return [];
    const middle = ((begin + end) >> 1) - (left >> 1);
    const above = Math.max(0, Math.min(surplus, middle));
    const newer = this.#order.splice(above + left);
    const older = this.#order.splice(0, above);
    this.more ||= older.length > 0;
    this.newer ||= newer.length > 0;
    const forgotten = [...older, ...newer];
    for (const each of forgotten) this.#bySeq.delete(each);
    this.#all = null;
    return forgotten;
  }

  /** Among the messages that are not loaded: they come with the page that has them. */
  #isBeyond(seq) {
    if (!this.#order.length) return false;
    return (
      (this.more && seq < this.#order[0]) || (this.newer && seq > this.#order.at(-1))
    );
  }

  #miss(seq) {
    const { below, above } = this.#missed;
    if (!this.#isBeyond(seq)) return false;
    if (seq < this.#order[0]) this.#missed = { below: Math.max(below, seq), above };
    else this.#missed = { below, above: Math.min(above, seq) };
    return false;
  }
}

const CHANGES = {
  edited(message, event) {
    const { body, html, mentions, calls, reply_to, quote, shared, preview } = event;
    Object.assign(message, { body, html, mentions, calls, shared, preview });
    // It was deleted, and is back as it was.
    if (event.restored) Object.assign(message, { deleted: false, reply_to, quote });
    else message.edited = true;
    if (event.poll) message.poll = withOwn(event.poll, message.poll);
  },
  deleted(message) {
    Object.assign(message, { body: "", html: "", deleted: true });
    Object.assign(message, { reactions: {}, reactors: {}, pinned: false });
    const more = ["mentions", "calls", "reply_to", "quote", "poll", "shared"];
    for (const each of more) delete message[each];
  },
  poll(message, { poll }) {
    message.poll = withOwn(poll, message.poll);
  },
  previewed(message, { html, preview }) {
    Object.assign(message, { html, preview });
  },
  pinned(message, { on }) {
    message.pinned = on;
  },
  reacted(message, { emoji: said, from, author, on }) {
    const { reactions, reactors = {} } = message;
    // A server of before says it in the form in which it came.
    const known = Object.keys(reactions).find((each) => sameEmoji(each, said));
    const emoji = known ?? said;
    const given = (reactions[emoji] ?? []).map((name, place) => ({
      name,
      number: reactors[emoji]?.[place],
    }));
    const all = given.filter((each) => !isBy(each, from, author));
    if (on) all.push({ name: from, number: author });
    reactions[emoji] = all.map(({ name }) => name);
    reactors[emoji] = all.map(({ number }) => number);
    if (!all.length) delete reactions[emoji], delete reactors[emoji];
    message.reactors = reactors;
  },
};

/** How a poll stands, as everybody is told, with what this person has chosen. */
function withOwn(poll, before) {
  return { ...poll, mine: poll.mine ?? before?.mine ?? [] };
}

function renamed(message, names, guest = message.guest) {
  const from = names.get(message.author);
  let isOther = renameIn(message, names);
  if (from !== undefined && (message.from !== from || message.guest !== guest)) {
    Object.assign(message, { from, guest });
    isOther = true;
  }
  const quoted = names.get(message.quote?.author);
  if (quoted !== undefined && message.quote.from !== quoted) {
    message.quote.from = quoted;
    isOther = true;
  }
  for (const [emoji, numbers] of Object.entries(message.reactors ?? {})) {
    for (const [place, number] of numbers.entries()) {
      const name = names.get(number) ?? message.reactions[emoji][place];
      if (message.reactions[emoji][place] === name) continue;
      message.reactions[emoji][place] = name;
      isOther = true;
    }
  }
  return isOther;
}

/** The version before said names alone. */
function isBy({ name, number }, from, author) {
  const isKnown = number !== undefined && author !== undefined;
  return isKnown ? number === author : name === from;
}

function newMessage({ seq, id, from, author, body, html, at, ...more }) {
  const { guest = false, action = false, mentions, calls, reply_to, quote, shared } = more;
  const none = { reactions: {}, reactors: {} };
  const fresh = { changed: seq, edited: false, deleted: false, ...none };
  const said = { seq, id, from, author, body, html, at, guest, action, shared, ...fresh };
  if (quote) Object.assign(said, { reply_to, quote });
  if (more.poll) said.poll = withOwn(more.poll);
  return mentions || calls ? { ...said, mentions, calls } : said;
}

/** Of the first that is not below `seq`, in numbers that are in order. */
function placeOf(order, seq) {
  let [from, to] = [0, order.length];
  if (to && order[to - 1] < seq) return to;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (order[middle] < seq) from = middle + 1;
    else to = middle;
  }
  return from;
}
