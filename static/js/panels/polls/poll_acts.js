/** What can be done about a poll beside voting. */
import { attempt } from "../../core/attempt.js";
import { mayClose } from "../../core/permissions.js";
import { say } from "../../words/words.js";

export class PollActs {
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
      entries.push([say("Close the poll"), () => this.#close(message)]);
    return entries;
  }

  voters(message) {
    const here = this.#here.current;
    this.#ways.voters((panel) => panel.show(here, message));
  }

  #close(message) {
    attempt(this.#chat.kept.polls.close(this.#here.current, message), this.#tell);
  }
}
