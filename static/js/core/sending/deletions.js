/**
 * Deletions that can be taken back for a few seconds: nobody hears of them until then.
 * Of what is left, be it the conversation or the page, they are done at once.
 */
export const UNDO_MS = 5_000;

export class Deletions {
  #pending = new Map();
  #commands;
  #connection;
  #clock;
  #signals;

  constructor({ commands, connection, clock, signals }) {
    this.#commands = commands;
    this.#connection = connection;
    this.#clock = clock;
    this.#signals = signals;
  }

  /** Hide a message, and delete it if nobody takes that back. */
  begin(conversation, message) {
    if (message.going || message.deleted) return;
    const key = keyOf(conversation, message);
    const timer = this.#clock.after(UNDO_MS, () => this.#do(key));
    const withdrawn = new AbortController();
    this.#pending.set(key, { conversation, message, timer, withdrawn });
    this.#mark(conversation, message, true);
  }

  /** Show it again; what was sent by now cannot be taken back. */
  undo(conversation, message) {
    const pending = this.#pending.get(keyOf(conversation, message));
    if (!pending) return;
    this.#clock.cancel(pending.timer);
    pending.withdrawn.abort();
    this.#pending.delete(keyOf(conversation, message));
    this.#mark(conversation, message, false);
  }

  /** Nobody looks at a conversation any more. */
  leave(left) {
    this.#flush((conversation) => conversation === left);
  }

  /** Do at once what waits anywhere. */
  flush() {
    this.#flush(() => true);
  }

  #flush(isLeft) {
    for (const [key, { conversation, timer }] of [...this.#pending]) {
      if (!isLeft(conversation) || timer === null) continue;
      this.#clock.cancel(timer);
      this.#do(key);
    }
  }

  async #do(key) {
    const pending = this.#pending.get(key);
    const { conversation, message, withdrawn } = pending;
    pending.timer = null;
    // Where it waits for the connection it can still be taken back.
    if (this.#connection.isConnected) this.#mark(conversation, message, true, true);
    try {
      await this.#commands.delete(conversation, message, withdrawn.signal);
    } catch (refusal) {
      this.#mark(conversation, message, false);
      this.#signals.warned.emit(refusal.message);
    }
    this.#pending.delete(key);
  }

  /** `going`: it is hidden; `gone`: for good, as far as this page is asked. */
  #mark(conversation, message, going, gone = false) {
    const shown = conversation.messages?.get(message.seq);
    Object.assign(shown ?? message, { going, gone });
    if (shown) this.#signals.changed.emit(conversation, [shown]);
  }
}

function keyOf({ id }, { seq }) {
  return `${id}/${seq}`;
}
