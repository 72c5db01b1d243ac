/** How much is unread, and what of that calls. */
const MOST = 100;
const NO_SIGN = { number: 0, hasDot: false, calls: false };

/**
 * What stands beside a conversation's name. `number`: of what is meant for this person,
 * private words and mentions; `hasDot`: there is only the chatter of others; `calls`:
 * it is shown from afar, too, in titles and badges. Of level `mentions` chatter calls
 * nobody, but can be seen; of level `nothing` nothing is.
 */
export function signOf({ isRoom, level = "all", unread, named }) {
  if (level === "nothing") return NO_SIGN;
  const number = isRoom ? named.count : unread;
  const hasDot = number === 0 && unread > 0;
  return { number, hasDot, calls: number > 0 || (hasDot && level === "all") };
}

/** A room out of the list comes back by what is meant for this person. */
export function isListed(conversation) {
  return !conversation.hidden || signOf(conversation).number > 0;
}

/**
 * How many messages are unread and there: what the server has counted up to `head`, with
 * what was said since, and without what was deleted since. It may hear of a thing twice,
 * and in any order.
 */

export class Unread {
  #counted = 0;
  #head = 0;
  #read = 0;
  #said = new Set();
  #gone = new Set();
  #most = MOST;

  /** So many, and nobody has counted those beyond `most`. */
  get count() {
    if (this.#counted >= this.#most) return this.#most;
    const counted = Math.max(0, this.#counted - this.#gone.size);
    return Math.min(this.#most, counted + this.#said.size);
  }

  /** Whether it was said since the server has counted. */
  has(seq) {
    return this.#said.has(seq);
  }

  get most() {
    return this.#most;
  }

  /** The server has counted, when the log had come to `head`: `most` at most. */
  see(count, head, read, most = MOST) {
    this.#counted = count;
    this.#most = most;
    this.#head = head;
    this.#read = read;
    this.#gone.clear();
    this.#keepAfter(head);
  }

  /** Somebody else has said this. */
  said(seq) {
    if (seq > Math.max(this.#head, this.#read)) this.#said.add(seq);
  }

  /** What somebody else had said was deleted by the change of that number. */
  deleted(seq, changed) {
    const wasCounted = seq <= this.#head && seq > this.#read && changed > this.#head;
    if (wasCounted) this.#gone.add(seq);
    this.#said.delete(seq);
  }

  /** Everything up to `seq` was read. */
  readUpTo(seq) {
    this.#read = Math.max(this.#read, seq);
    for (const each of this.#gone) {
      if (each > seq) continue;
      this.#gone.delete(each);
      if (this.#counted < this.#most) this.#counted -= 1;
    }
    // Which of them the server has counted is not known, but no more than are left.
    this.#counted = Math.min(this.#counted, Math.max(0, this.#head - seq));
    this.#keepAfter(seq);
  }

  /** All that is here was seen. */
  clear() {
    this.#counted = 0;
    this.#gone.clear();
    this.#said.clear();
  }

  #keepAfter(seq) {
    for (const each of this.#said) if (each <= seq) this.#said.delete(each);
  }
}
