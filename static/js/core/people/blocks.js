/**
 * Whom this person has blocked. A block is of the account: `author` is its number,
 * whatever it is called.
 */
import { inOrder } from "../finding/fold.js";

export class Blocks {
  #names = new Map();

  /** `people` as in `welcome`. */
  constructor(people = []) {
    this.replace(people);
  }

  /** Take in the whole list; returns whether it is another one. */
  replace(people) {
    const before = JSON.stringify([...this.#names]);
    this.#names = new Map(people.map(({ id, name }) => [id, name]));
    return before !== JSON.stringify([...this.#names]);
  }

  /** The event `blocked`: somebody was blocked, or is so no more. */
  hear({ author, name, on }) {
    if (on) this.#names.set(author, name);
    else this.#names.delete(author);
  }

  /** Somebody is called that now; returns whether it is one of them. */
  rename(author, name) {
    return this.#names.has(author) && Boolean(this.#names.set(author, name));
  }

  has(author) {
    return this.#names.has(author);
  }

  /** Whose name that is, of those blocked: where the wire says a name alone. */
  numberOf(name) {
    return [...this.#names].find(([, known]) => known === name)?.[0];
  }

  hasName(name) {
    return this.numberOf(name) !== undefined;
  }

  get names() {
    return inOrder([...this.#names.values()]);
  }

  /** Reactions as they are shown, without those of the blocked; see `Message`. */
  heard(reactions, reactors = {}) {
    if (!this.#names.size) return reactions;
    const kept = Object.entries(reactions).map(([emoji, names]) => [
      emoji,
      names.filter((_, place) => !this.has(reactors[emoji]?.[place])),
    ]);
    return Object.fromEntries(kept.filter(([, names]) => names.length));
  }
}
