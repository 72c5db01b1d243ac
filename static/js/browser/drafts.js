/**
 * What was typed and not sent, per conversation, kept over reloads until the person
 * logs out.
 */
export class Drafts {
  #storage;
  #prefix;
  #leaving;
  #areKept = true;

  constructor({ storage, person }) {
    this.#storage = storage;
    this.#prefix = `chatsite.draft.${person}.`;
    this.#leaving = `chatsite.leaving.${person}`;
  }

  get(name) {
    return this.#storage.getItem(this.#prefix + name.toLowerCase()) ?? "";
  }

  keep(name, text) {
    if (!this.#areKept) return;
    const key = this.#prefix + name.toLowerCase();
    if (text) this.#storage.setItem(key, text);
    else this.#storage.removeItem(key);
  }

  /** Forget all, here and in the other tabs, which would else keep theirs again. */
  clear() {
    this.#areKept = false;
    this.#storage.setItem(this.#leaving, "1");
    this.#storage.removeItem(this.#leaving);
    const own = (key) => key.startsWith(this.#prefix);
    for (const key of this.#storage.keys().filter(own)) this.#storage.removeItem(key);
  }

  /** Another tab changed the storage. */
  storageChanged(key) {
    if (key === this.#leaving) this.#areKept = false;
  }
}
