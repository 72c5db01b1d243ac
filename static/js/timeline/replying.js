/**
 * Replies: a message is answered, its link copied, and the chain shown that it is in.
 */
import { permalinkOf } from "../browser/routes.js";
import { say } from "../words/words.js";
import { Swipe } from "../dom/swipe.js";

export class Replying {
  #here;
  #bar;
  #ways;
  #tell;

  /**
   * `here.current` is the conversation; `bar` is above the composer; `ways` lead into
   * panels; rows in the `list` are swiped to be answered.
   */
  constructor({ here, bar, ways, tell, list }) {
    this.#here = here;
    this.#bar = bar;
    this.#ways = ways;
    this.#tell = tell;
    new Swipe(list, ".message[data-seq]", (row) => {
      this.reply(this.#message(row));
    });
  }

  reply(message) {
    if (message && this.#canBe(message)) this.#bar.begin(message);
  }

  /** What else there is to be done about a message. */
  entries(message) {
    if (!message || message.going) return [];
    const entries = [[say("Copy the link"), () => this.#copyLink(message)]];
    if (message.quote || this.#isAnswered(message))
      entries.push([say("Show the replies"), () => this.#showChain(message)]);
    return entries;
  }

  #canBe({ deleted, going }) {
    return !deleted && !going && !this.#here.current.gone;
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

  #message(row) {
    return this.#here.current.messages?.get(Number(row.dataset.seq));
  }
}
