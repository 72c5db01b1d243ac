/** What is done at once, and asks nothing first: hide a talk, hear somebody again. */
import { attempt } from "../../core/attempt.js";

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
    await attempt(this.#chat.commands.block(name, false, author), this.#tell);
  }

  async hide(name) {
    const talk = this.#chat.conversations.byName(`@${name}`);
    if (talk) await attempt(this.#chat.commands.hide(talk), this.#tell);
  }

  async setLevel(name, level) {
    const talk = this.#chat.conversations.byName(`@${name}`);
    if (talk) await attempt(this.#chat.commands.setLevel(talk, { level }), this.#tell);
  }
}
