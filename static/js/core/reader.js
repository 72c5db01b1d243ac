/** Tells the server how far was read: at once, then at most every `PAUSE_MS`. */
const PAUSE_MS = 1_000;

export class Reader {
  #due = new Set();
  #timer = null;

  /** `tell(conversation)` sends its `read`. */
  constructor({ clock, tell }) {
    this.clock = clock;
    this.tell = tell;
  }

  /** Everything that is here of a conversation has been seen. */
  seen(conversation) {
    conversation.unread = 0;
    if (conversation.log.number <= conversation.read) return;
    conversation.readUpTo(conversation.log.number);
    this.#due.add(conversation);
    if (this.#timer === null) this.#tellAll();
  }

  #tellAll() {
    for (const conversation of this.#due) this.tell(conversation);
    const idle = this.#due.size === 0;
    this.#due.clear();
    this.#timer = idle ? null : this.clock.after(PAUSE_MS, () => this.#tellAll());
  }
}
