/** What is done at once, and asks nothing first: hide a talk, hear somebody again. */
export class QuietActs {
  #chat;
  #tell;

  /** `tell(text)` shows a notice. */
  constructor({ chat, tell }) {
    this.#chat = chat;
    this.#tell = tell;
  }

  /** Those of a person's card, by the names of its buttons. */
  get acts() {
    return {
      hide: (name) => this.hide(name),
      mute: (name) => this.setLevel(name, "nothing"),
      unmute: (name) => this.setLevel(name, "all"),
      unblock: (...who) => this.unblock(...who),
    };
  }

  /** `author` is the number of whoever is called that, if it is known. */
  async unblock(name, author = this.#chat.blocks.numberOf(name)) {
    await this.#attempt(this.#chat.commands.block(name, false, author));
  }

  async hide(name) {
    const talk = this.#chat.conversations.byName(`@${name}`);
    if (talk) await this.#attempt(this.#chat.commands.hide(talk));
  }

  async setLevel(name, level) {
    const talk = this.#chat.conversations.byName(`@${name}`);
    if (talk) await this.#attempt(this.#chat.commands.setLevel(talk, { level }));
  }

  async #attempt(done) {
    try {
      await done;
    } catch (refusal) {
      this.#tell(refusal.message);
    }
  }
}
