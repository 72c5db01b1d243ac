/**
 * What waits for a moderator. One's own stays where it was written, as what could not be
 * sent does, until it is said or taken back; whoever decides is told of what others say.
 */
import { apart, say } from "../../words/words.js";

// What one looks at comes first.
const ASK_MS = 1_000;

export class Held {
  #clock;
  #conversations;
  #postman;
  #requests;
  #signals;
  #you;

  constructor({ clock, conversations, postman, requests, signals, you }) {
    this.#clock = clock;
    this.#conversations = conversations;
    this.#postman = postman;
    this.#requests = requests;
    this.#signals = signals;
    this.#you = you;
    const compare = () => this.#compare();
    signals.observe({ welcomed: () => this.#clock.after(ASK_MS, compare) });
  }

  /** The wire's events that it takes in. */
  handlers = {
    held: ({ id, number }) => {
      const detail = say("Waits for a moderator.");
      this.#postman.refused({ ref: id, code: "held", detail, number });
    },
    holds: ({ messages, ref }) => {
      if (ref !== undefined) return;
      const others = messages.filter(({ author }) => author !== this.#you.id);
      if (others.length) this.#signals.held.emit(others);
    },
    decided: (event) => {
      if (event.seq !== undefined || event.author !== this.#you.id) return;
      if (event.from === this.#you.name) this.#postman.takenBack(event.id);
      else this.#refused(event);
    },
  };

  /** A page of what waits, of one's own and to decide, and of what of one's own was refused. */
  page(after = 0) {
    return this.#requests.wish({ type: "holds", after });
  }

  /** What has become of one's own while nobody listened here. */
  async #compare() {
    const waiting = this.#postman.heldOnes;
    if (!waiting.size) return;
    const numbers = [...waiting.keys()];
    try {
      const known = await this.#known(Math.min(...numbers), Math.max(...numbers));
      for (const [number, id] of waiting) this.#settle(id, known.get(number));
    } catch {
      // The next welcome asks again.
    }
  }

  /** What waits, or was refused, from one number to another. */
  async #known(first, last) {
    const known = new Map();
    for (let after = first - 1; after < last; ) {
      const { messages, more } = await this.#requests.ask({ type: "holds", after });
      for (const each of messages) known.set(each.number, each);
      after = more ? messages.at(-1).number : last;
    }
    return known;
  }

  /** What the server does not know any more was said, or taken back. */
  #settle(id, one) {
    if (!one) this.#postman.takenBack(id);
    else if (one.refused) this.#refused({ ...one, id });
  }

  #refused({ id, reason, conversation }) {
    const detail = reason
      ? say("A moderator did not let that be said: {reason}", { reason })
      : say("A moderator did not let that be said.");
    this.#postman.refused({ ref: id, code: "refused", detail });
    const { name = "" } = this.#conversations.byId(conversation) ?? {};
    this.#signals.warned.emit(`${apart(name)}: ${detail}`);
  }
}
