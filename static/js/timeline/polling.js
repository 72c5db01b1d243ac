/** Votes in a poll of the timeline. */
import { attempt } from "../core/attempt.js";

export class Polling {
  #chat;
  #here;
  #tell;

  /** `here.current` is the conversation, `tell(text)` shows a notice. */
  constructor({ chat, here, tell }) {
    [this.#chat, this.#here, this.#tell] = [chat, here, tell];
  }

  /** Choose that option, or take it back. */
  vote(message, option) {
    if (message.poll.closed) return;
    const { polls } = this.#chat.kept;
    const options = polls.toggled(message, option);
    attempt(polls.vote(this.#here.current, message, options), this.#tell);
  }
}
