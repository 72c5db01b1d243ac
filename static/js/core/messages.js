/**
 * The messages of one conversation that this page holds: an unbroken run, ordered by
 * seq.
 *
 * `more`: there are older ones on the server; `newer`: there are newer ones, and what
 * is said meanwhile has no place here. A message as it read later (`changed`)
 * always wins, whatever order it came in.
 */
import { sameEmoji } from "./emoji.js";

export class Messages {
  more;
  newer;
  #bySeq = new Map();
  #order = [];

  constructor(messages = [], more = false, newer = false) {
    this.more = more;
    this.newer = false;
    for (const message of messages) this.put(message);
    this.newer = newer;
  }

  get all() {
    return this.#order.map((seq) => this.#bySeq.get(seq));
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
    if (!known && this.#isBeyond(message.seq)) return false;
    this.#bySeq.set(message.seq, message);
    if (!known) this.#insert(message.seq);
    return true;
  }

  /** Take one that is here as it is rendered now: true if that shows anything new. */
  renew(message) {
    const known = this.#bySeq.get(message.seq);
    if (!known || known.changed > message.changed) return false;
    this.#bySeq.set(message.seq, message);
    return known.changed < message.changed || known.html !== message.html;
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
    return this.all.findLast((each) => each.author === author && !each.deleted);
  }

  /** Forget all but the newest `size`; returns those forgotten. */
  trim(size) {
    const forgotten = this.#order.splice(0, Math.max(0, this.#order.length - size));
    if (forgotten.length) this.more = true;
    for (const seq of forgotten) this.#bySeq.delete(seq);
    return forgotten;
  }

  /** Among the messages that are not loaded: they come with the page that has them. */
  #isBeyond(seq) {
    if (!this.#order.length) return false;
    return (
      (this.more && seq < this.#order[0]) || (this.newer && seq > this.#order.at(-1))
    );
  }

  #insert(seq) {
    let place = this.#order.length;
    while (place > 0 && this.#order[place - 1] > seq) place -= 1;
    this.#order.splice(place, 0, seq);
  }
}

const CHANGES = {
  edited(message, event) {
    Object.assign(message, { body: event.body, html: event.html, edited: true });
  },
  deleted(message) {
    Object.assign(message, { body: "", html: "", deleted: true });
    Object.assign(message, { reactions: {}, reactors: {} });
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

function renamed(message, names, guest = message.guest) {
  const from = names.get(message.author);
  let isOther = false;
  if (from !== undefined && (message.from !== from || message.guest !== guest)) {
    Object.assign(message, { from, guest });
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
  const { guest = false, action = false } = more;
  const none = { reactions: {}, reactors: {} };
  const fresh = { changed: seq, edited: false, deleted: false, ...none };
  return { seq, id, from, author, body, html, at, guest, action, ...fresh };
}
