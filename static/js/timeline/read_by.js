/** Below the last message of one's own: how many have read it, and a way to see who. */
import { have } from "./row_parts.js";
import { say, sayCount } from "../words/words.js";

export class ReadBy {
  #chat;
  #here;
  #row;
  #shown = null;

  /** `here.current` is the conversation; `row(seq)` is a message's row. */
  constructor({ chat, here, row }) {
    [this.#chat, this.#here] = [chat, here];
    this.#row = row;
  }

  show() {
    const { current } = this.#here;
    const read = current ? this.#chat.reading.readers.of(current) : null;
    const row = read && this.#row(read.seq);
    if (this.#shown && this.#shown !== row) have(this.#shown, "read-by", false);
    this.#shown = row ?? null;
    if (!row) return;
    const button = have(row, "read-by", true).querySelector("button");
    const text = current.isRoom || current.isGroup
      ? sayCount(read.count, "Read by {count}", "Read by {count}")
      : say("Read");
    if (button.textContent !== text) button.textContent = text;
  }
}
