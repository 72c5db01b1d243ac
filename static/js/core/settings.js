/** What is set for this browser: `preference_rows.js` has what there is to choose. */

const PREFIX = "chatsite.";

export class Settings {
  #storage;
  #listeners = [];

  constructor(storage) {
    this.#storage = storage;
  }

  /** "" where nothing was chosen. */
  get(key) {
    return this.#storage.getItem(PREFIX + key) ?? "";
  }

  set(key, value) {
    if (value) this.#storage.setItem(PREFIX + key, value);
    else this.#storage.removeItem(PREFIX + key);
    this.#tell(key);
  }

  /** `call(key, value)`: something is set otherwise, here or in another tab. */
  observe(call) {
    this.#listeners.push(call);
  }

  /** Another tab changed the storage. */
  storageChanged(storageKey) {
    const key = storageKey?.startsWith(PREFIX) && storageKey.slice(PREFIX.length);
    if (KEYS.includes(key)) this.#tell(key);
  }

  #tell(key) {
    for (const call of this.#listeners) call(key, this.get(key));
  }
}

const KEYS = ["theme", "size", "hours", "enter", "motion", "calls"];
