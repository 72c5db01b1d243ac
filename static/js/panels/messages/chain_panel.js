/** A chain of replies: what a message answers, itself, and what answers it. */
import { excerpt } from "../../core/content/quotes.js";
import { FoundList } from "../lists/found_list.js";
import { say } from "../../words/words.js";

export class ChainPanel {
  #list;
  #here = null;
  #seq = null;
  #chat;

  /** `open(conversation's name, seq)` shows a message where it was said. */
  constructor(parts) {
    this.#chat = parts.chat;
    this.#list = new FoundList(document.getElementById("chain-dialog"), parts, {
      ask: (_, signal) => this.#ask(signal),
      tell: (each) => this.#tell(each),
      dress: (row, { seq }) => {
        row.querySelector("a").ariaCurrent = seq === this.#seq ? "true" : null;
      },
    });
  }

  /** Of a `message` that is not here its number is enough. */
  async show(here, message) {
    [this.#here, this.#seq] = [here, message.seq];
    await this.#list.show(message.at ? [this.#placed(message)] : []);
  }

  async #ask(signal) {
    const asked = { type: "chain", conversation: this.#here.id, seq: this.#seq };
    const { messages, more } = await this.#chat.commands.page(asked, signal);
    return { found: messages.map((each) => this.#placed(each)), more };
  }

  #placed(message) {
    return { ...message, conversation: this.#here.id };
  }

  #tell({ body, deleted, quote }) {
    const isQuoting = quote && !this.#chat.blocks.has(quote.author);
    return {
      place: this.#here,
      where: isQuoting ? say("answers {name}", { name: quote.from }) : "",
      body: deleted ? say("deleted") : excerpt(body),
    };
  }
}
