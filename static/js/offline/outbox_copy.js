/**
 * What waits while there is no connection, where the worker finds it, which the browser
 * calls once there is a line. The page itself sends it by the same ids, and the server
 * answers the second sending like the first.
 */
import { callWorker } from "../browser/background_sync.js";
import { replace } from "../browser/database.js";
import { soon } from "../browser/soon.js";

export class OutboxCopy {
  // Of a page before this one there may be some.
  #isThere = true;
  #chat;
  #outbox;
  #registration;

  constructor({ chat, outbox, registration }) {
    [this.#chat, this.#outbox, this.#registration] = [chat, outbox, registration];
  }

  start() {
    if (!this.#registration.sync) return;
    const copy = soon(() => this.#copy());
    this.#chat.signals.observe({ waiting: copy, connection: copy });
    copy();
  }

  async #copy() {
    const person = this.#chat.you.id;
    const waiting = this.#chat.connection.isConnected ? [] : this.#outbox.stored();
    const posts = waiting.filter(({ error }) => !error);
    if (!posts.length && !this.#isThere) return;
    this.#isThere = posts.length > 0;
    await replace("outbox", posts.map((each) => ({ ...each, person })));
    if (posts.length) await callWorker(this.#registration);
  }
}
