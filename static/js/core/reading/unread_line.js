/**
 * Where the "new" line stands: before the first message by others that is there, and was
 * not seen when it came. Once it stands it stays, until somebody looks away and comes
 * back.
 */
import { Blocks } from "../people/blocks.js";

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

  /**
   * The seq that the line stands before, or null. Where what was seen last is not here,
   * neither is what comes first after it.
   */
  place(messages) {
    const isOurs = (each) => each.author === this.#you.id;
    const isHeard = (each) => !isOurs(each) && !this.#blocks.has(each.author);
    const isThere = (each) => !each.deleted && isHeard(each);
    const isNew = (each) => each.seq > this.#after && isThere(each);
    const isReached = messages?.reaches(this.#after) ?? false;
    const first = isReached ? messages.all.find(isNew) : undefined;
    // Where only a part of what is new is here, it may stand outside of that.
    if (first || (isReached && !messages.newer)) this.#stands = first !== undefined;
    return first?.seq ?? null;
  }
}
