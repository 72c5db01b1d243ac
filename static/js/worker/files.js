/** The site's own files, whose addresses change with what is in them: kept, for good. */
const PREFIX = "chatsite.files.";
const PLACES = ["static", "panels", "offline", "shell", "site"];

export class Files {
  #caches;
  #fetch;
  #made;

  constructor({ caches, fetch, made }) {
    [this.#caches, this.#fetch, this.#made] = [caches, fetch, made];
  }

  /** Have all that this version is made of; rejects unless it comes. */
  async bring() {
    const cache = await this.#open();
    await cache.addAll(this.#made.files);
  }

  /** Let go of what other versions were made of. */
  async forgetOthers() {
    const names = await this.#caches.keys();
    const others = names.filter((name) => name.startsWith(PREFIX) && name !== this.#name);
    await Promise.all(others.map((name) => this.#caches.delete(name)));
  }

  areAt(path) {
    return PLACES.includes(path.split("/")[1]);
  }

  /** What is kept there; undefined if nothing is. */
  async get(address) {
    const cache = await this.#open();
    return cache.match(address);
  }

  /** What is kept, or else comes, and is kept if it is for good, and for everybody. */
  async answer(request) {
    const cache = await this.#open();
    const kept = await cache.match(request);
    if (kept) return kept;
    const response = await this.#fetch(request);
    const how = response.headers.get("Cache-Control");
    const isForAll = /\bpublic\b/.test(how) && /\bimmutable\b/.test(how);
    if (response.ok && isForAll) await cache.put(request, response.clone());
    return response;
  }

  get #name() {
    return PREFIX + this.#made.build;
  }

  #open() {
    return this.#caches.open(this.#name);
  }
}
