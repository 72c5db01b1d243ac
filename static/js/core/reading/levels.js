/** What of each conversation calls this person, and which rooms their list has not. */
export class Levels {
  #conversations;
  #requests;
  #signals;

  constructor({ conversations, requests, signals }) {
    this.#conversations = conversations;
    this.#requests = requests;
    this.#signals = signals;
  }

  /** The wire's events that it takes in. */
  handlers = { level: (event) => this.#level(event) };

  /** Somebody looks at a room that they had put out of their list: it is back. */
  async look(conversation) {
    if (!conversation.hidden) return;
    const where = { conversation: conversation.id, hidden: false };
    try {
      await this.#requests.ask({ type: "level", ...where });
    } catch {
      // It stays out of the list, and comes back by another look.
    }
  }

  #level({ conversation, level, hidden = false }) {
    const known = this.#conversations.byId(conversation);
    if (!known) return;
    Object.assign(known, { level, hidden });
    this.#signals.listed.emit();
  }
}
