/**
 * What was typed and not sent, per conversation, kept over reloads until the person
 * logs out.
 *
 * All tabs share it: each follows what the others type, and what is sent or deleted in
 * one is gone in all. Only a text that is not made from what a tab has takes nothing
 * away there: that tab then keeps its own aside, and whoever next opens the conversation
 * finds both, one below the other.
 */
export class Drafts {
  #storage;
  #prefix;
  #tab;
  #leaving;
  #staying;
  #areKept = true;
  #known = new Map();
  #aside = new Set();

  /** `tab` is an id of this page's own. */
  constructor({ storage, person, tab = "" }) {
    this.#storage = storage;
    this.#prefix = `chatsite.draft.${person}.`;
    this.#tab = tab;
    this.#leaving = `chatsite.leaving.${person}`;
    this.#staying = `chatsite.staying.${person}`;
  }

  /** What was begun there, in any tab. */
  get(name) {
    const common = this.#common(name);
    const aside = this.#keys().filter((key) => key.startsWith(`${common} `));
    const text = joined([common, ...aside].map((key) => this.#read(key)));
    this.#aside.delete(name);
    this.#known.set(name, text);
    if (!aside.length || !this.#areKept) return text;
    for (const key of aside) this.#storage.removeItem(key);
    this.keep(name, text);
    return text;
  }

  /** Where in it somebody was: [begin, end] of what is selected; or null. */
  place(name) {
    const [start, end] = this.#read(this.#placeOf(name)).split(" ").map(Number);
    return end === undefined ? null : [start, end];
  }

  keepPlace(name, place) {
    if (!this.#areKept || !this.#read(this.#common(name))) return;
    this.#storage.setItem(this.#placeOf(name), place.join(" "));
  }

  keep(name, text) {
    if (!this.#areKept) return;
    const common = this.#common(name);
    const key = this.#aside.has(name) ? `${common} ${this.#tab}` : common;
    if (text) this.#storage.setItem(key, text);
    else this.#storage.removeItem(key);
    if (!text) this.#storage.removeItem(this.#placeOf(name));
    if (!text) this.#aside.delete(name);
    this.#known.set(name, text);
  }

  /** Another tab may have typed or sent: what is to be shown in the place of `text`. */
  follow(name, text) {
    const stored = this.#read(this.#common(name));
    const known = this.#known.get(name) ?? "";
    if (!this.#areKept || this.#aside.has(name) || stored === known) return text;
    if (isMadeOf(stored, text) && (stored || text === known)) {
      this.#known.set(name, stored);
      return stored;
    }
    if (stored) this.#aside.add(name);
    this.keep(name, text);
    return text;
  }

  /** The names that begin so of what is kept. */
  names(beginning) {
    const own = this.#keys().map((key) => key.slice(this.#prefix.length));
    return own.filter((name) => name.startsWith(beginning));
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
    for (const key of this.#keys()) this.#storage.removeItem(key);
  }

  /** Another tab changed the storage. */
  storageChanged(key) {
    if (key === this.#leaving) this.#areKept = false;
    if (key === this.#staying) this.#areKept = true;
  }

  #common(name) {
    return this.#prefix + name.toLowerCase();
  }

  #placeOf(name) {
    return `${this.#prefix}place.${name.toLowerCase()}`;
  }

  #read(key) {
    return this.#storage.getItem(key) ?? "";
  }

  #keys() {
    return this.#storage.keys().filter((key) => key.startsWith(this.#prefix));
  }

  #tell(key) {
    this.#storage.setItem(key, "1");
    this.#storage.removeItem(key);
  }
}

/** Texts one below the other; none that is a part of another one. */
export function joined(texts) {
  return texts.reduce((all, text) => {
    if (all.includes(text)) return all;
    return text.includes(all) ? text : `${all}\n${text}`;
  }, "");
}

/** Whether a text is another one with something put in, or with something taken out. */
function isMadeOf(text, before) {
  const least = Math.min(text.length, before.length);
  let same = 0;
  while (same < least && text[same] === before[same]) same += 1;
  let end = 0;
  while (end < least - same && text.at(-1 - end) === before.at(-1 - end)) end += 1;
  return same + end === least;
}
