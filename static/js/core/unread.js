/**
 * How many messages are unread and there: what the server has counted up to `head`, with
 * what was said since, and without what was deleted since. It may hear of a thing twice,
 * and in any order.
 */
const MOST = 100;

export class Unread {
  #counted = 0;
  #head = 0;
  #read = 0;
  #said = new Set();
  #gone = new Set();

  /** Beyond a hundred nobody counts. */
  get count() {
    if (this.#counted >= MOST) return MOST;
    const counted = Math.max(0, this.#counted - this.#gone.size);
    return Math.min(MOST, counted + this.#said.size);
  }

  /** The server has counted, when the log had come to `head`. */
  see(count, head, read) {
    this.#counted = count;
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
      if (this.#counted < MOST) this.#counted -= 1;
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
