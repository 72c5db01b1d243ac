/**
 * Finds posts of tabs that are gone, so that nothing typed is lost with a crashed tab.
 *
 * Every tab holds a lock of its own as long as it lives: who gets a stranger's lock
 * knows that it is gone. Locks are missing on plain http, except on localhost: there
 * posts are adopted whenever the connection comes up, and if the other tab lives after
 * all, the server answers the second sending of an id like the first.
 */
export class Tabs {
  #watched = new Set();
  #locks;
  #outbox;
  #adopt;

  constructor({ locks, outbox, adopt }) {
    this.#locks = locks;
    this.#outbox = outbox;
    this.#adopt = adopt;
  }

  /** Live: the lock goes when the page does, however it ends. */
  start() {
    const forever = new Promise(() => {});
    this.#locks?.request(lockOf(this.#outbox.owner), () => forever);
    this.connected();
  }

  /** The connection has come up: without locks, now is the time. */
  connected() {
    if (this.#locks) this.look();
    else this.#outbox.strangers().forEach((owner) => this.#adopt(owner));
  }

  /** The storage has changed: there may be a stranger to wait for. */
  look() {
    if (!this.#locks) return;
    for (const owner of this.#outbox.strangers()) this.#watch(owner);
  }

  #watch(owner) {
    if (this.#watched.has(owner)) return;
    this.#watched.add(owner);
    this.#locks.request(lockOf(owner), () => this.#adopt(owner));
  }
}

function lockOf(owner) {
  return `chatsite.tab.${owner}`;
}
