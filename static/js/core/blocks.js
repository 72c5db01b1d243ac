/**
 * Whom this person has blocked. A block is of the account: `author` is its number,
 * whatever it is called.
 */
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

  has(author) {
    return this.#names.has(author);
  }

  /** Where the wire says a name alone, as of who reacted. */
  hasName(name) {
    return this.names.includes(name);
  }

  get names() {
    return [...this.#names.values()].sort((a, b) => a.localeCompare(b));
  }

  /** Reactions as they are shown, without those of the blocked. */
  heard(reactions) {
    if (!this.#names.size) return reactions;
    const names = new Set(this.#names.values());
    const kept = Object.entries(reactions).map(([emoji, all]) => [
      emoji,
      all.filter((name) => !names.has(name)),
    ]);
    return Object.fromEntries(kept.filter(([, all]) => all.length));
  }
}
