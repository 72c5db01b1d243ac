/** Messages are answered: by the bar above the composer, and by a swipe. */
import { Swipe } from "../dom/swipe.js";

export class Replying {
  #here;
  #bar;

  /**
   * `here.current` is the conversation; `bar` is above the composer; rows in the `list`
   * are swiped to be answered.
   */
  constructor({ here, bar, list }) {
    this.#here = here;
    this.#bar = bar;
    new Swipe(list, ".message[data-seq]", (row) => {
      this.reply(this.#message(row));
    });
  }

  reply(message) {
    if (message && this.#canBe(message)) this.#bar.begin(message);
  }

  #canBe({ deleted, going }) {
    return !deleted && !going && !this.#here.current.gone;
  }

  #message(row) {
    return this.#here.current.messages?.get(Number(row.dataset.seq));
  }
}
