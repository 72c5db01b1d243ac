/** What was typed and not sent, per conversation, kept over reloads. */
export class Drafts {
  #storage;
  #prefix;

  constructor({ storage, person }) {
    this.#storage = storage;
    this.#prefix = `chatsite.draft.${person}.`;
  }

  get(name) {
    return this.#storage.getItem(this.#prefix + name.toLowerCase()) ?? "";
  }

  keep(name, text) {
    const key = this.#prefix + name.toLowerCase();
    if (text) this.#storage.setItem(key, text);
    else this.#storage.removeItem(key);
  }
}
