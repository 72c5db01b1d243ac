/** Votes in a poll of the timeline. */
export class Polling {
  #chat;
  #here;
  #tell;

  /** `here.current` is the conversation, `tell(text)` shows a notice. */
  constructor({ chat, here, tell }) {
    [this.#chat, this.#here, this.#tell] = [chat, here, tell];
  }

  /** Choose that option, or take it back. */
  async vote(message, option) {
    if (message.poll.closed) return;
    const { polls } = this.#chat.kept;
    try {
      await polls.vote(this.#here.current, message, polls.toggled(message, option));
    } catch (refusal) {
      this.#tell(refusal.message);
    }
  }
}
