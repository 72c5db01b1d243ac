/** What a person has lately picked, by kinds, the last first; until they log out. */
const MOST = 100;
const HALF = 8;

export class Uses {
  #storage;
  #prefix;

  constructor({ storage, person }) {
    this.#storage = storage;
    this.#prefix = `chatsite.uses.${person}.`;
  }

  note(kind, name) {
    const all = [name, ...this.#all(kind)].slice(0, MOST);
    this.#storage.setItem(this.#prefix + kind, JSON.stringify(all));
  }

  /** The last so many, each once. */
  recent(kind, count) {
    return [...new Set(this.#all(kind))].slice(0, count);
  }

  /** How much each was picked: often, and lately. A map by name. */
  weights(kind) {
    const weights = new Map();
    for (const [place, name] of this.#all(kind).entries())
      weights.set(name, (weights.get(name) ?? 0) + HALF / (HALF + place));
    return weights;
  }

  clear() {
    for (const key of this.#storage.keys())
      if (key.startsWith(this.#prefix)) this.#storage.removeItem(key);
  }

  #all(kind) {
    try {
      const kept = JSON.parse(this.#storage.getItem(this.#prefix + kind));
      return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
    } catch {
      return [];
    }
  }
}
