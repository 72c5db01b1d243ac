/** The tone of skin that this browser was last told, until the person logs out. */
const KEY = "chatsite.tone";

export class Tone {
  #storage;

  constructor(storage) {
    this.#storage = storage;
  }

  get value() {
    return this.#storage.getItem(KEY) ?? "";
  }

  keep(tone) {
    this.#storage.setItem(KEY, tone);
  }

  clear() {
    this.#storage.removeItem(KEY);
  }
}
