/**
 * The browser's storage, or memory where there is none or it is full: typing must go
 * on.
 */
export class Storage {
  #memory = new Map();
  #backing;

  constructor(open) {
    try {
      this.#backing = open();
    } catch {
      this.#backing = null; // storage is forbidden: everything is for this page only
    }
  }

  keys() {
    const stored = this.#backing ? Object.keys(this.#backing) : [];
    return [...new Set([...stored, ...this.#memory.keys()])];
  }

  getItem(key) {
    return this.#memory.get(key) ?? this.#backing?.getItem(key) ?? null;
  }

  setItem(key, text) {
    this.#memory.delete(key);
    try {
      if (!this.#backing) throw new Error("no storage");
      this.#backing.setItem(key, text);
    } catch {
      this.#memory.set(key, text);
    }
  }

  removeItem(key) {
    this.#memory.delete(key);
    this.#backing?.removeItem(key);
  }
}
