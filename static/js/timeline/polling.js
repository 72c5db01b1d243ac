/** What can be done about a poll in the timeline. */
import { mayClose } from "../core/permissions.js";
import { say } from "../words/words.js";

export class Polling {
  #chat;
  #here;
  #ways;
  #tell;

  /**
   * `here.current` is the conversation, `ways` lead into panels, `tell(text)` shows a
   * notice.
   */
  constructor({ chat, here, ways, tell }) {
    [this.#chat, this.#here] = [chat, here];
    [this.#ways, this.#tell] = [ways, tell];
  }

  /** What a message's menu has. */
  entries(message) {
    if (message.deleted || message.going) return [];
    const entries = [];
    if (message.poll?.voters)
      entries.push([say("Who has voted"), () => this.voters(message)]);
    if (mayClose(message, this.#here.current, this.#chat.you))
      entries.push([say("Close the poll"), () => this.close(message)]);
    return entries;
  }

  /** Choose that option, or take it back. */
  vote(message, option) {
    if (message.poll.closed) return undefined;
    const { polls } = this.#chat.kept;
    return this.#attempt((here) =>
      polls.vote(here, message, polls.toggled(message, option)),
    );
  }

  close(message) {
    return this.#attempt((here) => this.#chat.kept.polls.close(here, message));
  }

  voters(message) {
    const here = this.#here.current;
    this.#ways.voters((panel) => panel.show(here, message));
  }

  async #attempt(act) {
    try {
      await act(this.#here.current);
    } catch (refusal) {
      this.#tell(refusal.message);
    }
  }
}
