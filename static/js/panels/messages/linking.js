/** What a message says, or its link, is copied, and the chain of replies shown that it is in. */
import { copyCode, copyText } from "./copying.js";
import { permalinkOf } from "../../browser/routes.js";
import { say } from "../../words/words.js";

export class Linking {
  #here;
  #ways;
  #tell;

  /** `here.current` is the conversation; `ways` lead into panels. */
  constructor({ here, ways, tell }) {
    this.#here = here;
    this.#ways = ways;
    this.#tell = tell;
  }

  /** What there is to be done about a message: labels, and what they do. */
  entries(message) {
    const entries = message.body ? [[say("Copy the text"), () => this.#copyBody(message)]] : [];
    if (message.going) return entries;
    entries.push([say("Copy the link"), () => this.#copyLink(message)]);
    if (message.quote || this.#isAnswered(message))
      entries.push([say("Show the replies"), () => this.#showChain(message)]);
    return entries;
  }

  /** A button in a block of code. */
  copyCode(button) {
    return copyCode(button, this.#tell);
  }

  #isAnswered({ seq }) {
    const { messages } = this.#here.current;
    return messages.all.some(({ quote }) => quote?.seq === seq);
  }

  #copyBody({ body }) {
    return this.#copy(body, say("The text is copied."));
  }

  #copyLink({ seq }) {
    const address = permalinkOf(this.#here.current, seq);
    return this.#copy(new URL(address, location.origin).href, say("The link is copied."));
  }

  async #copy(text, done) {
    if (await copyText(text, this.#tell)) this.#tell(done);
  }

  #showChain(message) {
    const here = this.#here.current;
    this.#ways.chain((panel) => panel.show(here, message));
  }
}
