/**
 * What was typed and not sent, per conversation, kept over reloads until the person
 * logs out.
 */
export class Drafts {
  #storage;
  #prefix;
  #leaving;
  #staying;
  #areKept = true;

  constructor({ storage, person }) {
    this.#storage = storage;
    this.#prefix = `chatsite.draft.${person}.`;
    this.#leaving = `chatsite.leaving.${person}`;
    this.#staying = `chatsite.staying.${person}`;
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

  /** The conversation is called otherwise. */
  rename(former, name) {
    const text = this.get(former);
    if (text) this.keep(name, text);
    this.keep(former, "");
  }

  /** Keep none, here and in the other tabs, which would else keep theirs again. */
  pause() {
    this.#areKept = false;
    this.#tell(this.#leaving);
  }

  /** Keep them again, here and in the other tabs. */
  resume() {
    this.#areKept = true;
    this.#tell(this.#staying);
  }

  /** Forget all, and keep no more. */
  clear() {
    this.pause();
    const own = (key) => key.startsWith(this.#prefix);
    for (const key of this.#storage.keys().filter(own)) this.#storage.removeItem(key);
  }

  /** Another tab changed the storage. */
  storageChanged(key) {
    if (key === this.#leaving) this.#areKept = false;
    if (key === this.#staying) this.#areKept = true;
  }

  #tell(key) {
    this.#storage.setItem(key, "1");
    this.#storage.removeItem(key);
  }
}
