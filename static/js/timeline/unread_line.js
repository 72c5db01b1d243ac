/**
 * Where the "new" line stands: before the first message by others that was not seen
 * when it came. Once it stands it stays, until somebody looks away and comes back.
 */
import { Blocks } from "../core/blocks.js";

export class UnreadLine {
  #after = 0;
  #stands = false;
  #you;
  #blocks;

  constructor(you, blocks = new Blocks()) {
    this.#you = you;
    this.#blocks = blocks;
  }

  /** What comes after `number` is new: a conversation was opened, or nobody looks. */
  restart(number) {
    this.#after = number;
    this.#stands = false;
  }

  /** Everything up to `number` was seen as it came. */
  saw(number) {
    if (!this.#stands) this.#after = Math.max(this.#after, number);
  }

  /** The seq that the line stands before, or null. */
  place(messages) {
    const isOurs = (each) => each.author === this.#you.id;
    const isHeard = (each) => !isOurs(each) && !this.#blocks.has(each.author);
    const isNew = (each) => each.seq > this.#after && isHeard(each);
    const first = messages.find(isNew);
    this.#stands = first !== undefined;
    return first?.seq ?? null;
  }
}
