/** How far a message was read: it is marked unread, or who has read it is shown. */
import { attempt } from "../../core/attempt.js";
import { say } from "../../words/words.js";

export class Marking {
  #chat;
  #here;
  #ways;
  #tell;

  /** `here.current` is the conversation, `ways` lead into panels. */
  constructor({ chat, here, ways, tell }) {
    [this.#chat, this.#here] = [chat, here];
    [this.#ways, this.#tell] = [ways, tell];
  }

  /** What there is to be done about a message: labels, and what they do. */
  entries(message) {
    if (message.deleted) return [];
    if (message.author === this.#chat.you.id)
      return [[say("Who has read it"), () => this.readers(message)]];
    return [[say("Mark as unread from here"), () => this.markUnread(message)]];
  }

  /** Have it unread, and all after it. */
  markUnread(message) {
    attempt(this.#chat.commands.markUnread(this.#here.current, message), this.#tell);
  }

  readers(message) {
    const here = this.#here.current;
    this.#ways.readers((panel) => panel.show(here, message));
  }
}
