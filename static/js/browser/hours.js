/** Whether this browser shows times of 12 hours or of 24. */
const KEY = "chatsite.hours"; // first_paint.js reads it, too

export class Hours {
  #storage;

  constructor(storage) {
    this.#storage = storage;
  }

  /** "12", "24", or "" for what is usual where the language is spoken. */
  get value() {
    return this.#storage.getItem(KEY) ?? "";
  }

  keep(hours) {
    this.#storage.setItem(KEY, hours);
  }
}
