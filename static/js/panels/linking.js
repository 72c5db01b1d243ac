/** The link of a message is copied, and the chain of replies shown that it is in. */
import { permalinkOf } from "../browser/routes.js";
import { say } from "../words/words.js";

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
    if (!message || message.going) return [];
    const entries = [[say("Copy the link"), () => this.#copyLink(message)]];
    if (message.quote || this.#isAnswered(message))
      entries.push([say("Show the replies"), () => this.#showChain(message)]);
    return entries;
  }

  #isAnswered({ seq }) {
    const { messages } = this.#here.current;
    return messages.all.some(({ quote }) => quote?.seq === seq);
  }

  async #copyLink({ seq }) {
    const address = permalinkOf(this.#here.current, seq);
    await navigator.clipboard.writeText(new URL(address, location.origin).href);
    this.#tell(say("The link is copied."));
  }

  #showChain(message) {
    const here = this.#here.current;
    this.#ways.chain((panel) => panel.show(here, message));
  }
}
