/**
 * What waits for a moderator. One's own stays where it was written, as what could not be
 * sent does, until it is said or taken back; whoever decides is told of what others say.
 */
import { apart, say } from "../words/words.js";

export class Held {
  #conversations;
  #postman;
  #requests;
  #signals;
  #you;

  constructor({ conversations, postman, requests, signals, you }) {
    this.#conversations = conversations;
    this.#postman = postman;
    this.#requests = requests;
    this.#signals = signals;
    this.#you = you;
  }

  /** The wire's events that it takes in. */
  handlers = {
    held: ({ id, number }) => {
      this.#postman.held(id, { code: "held", detail: say("Waits for a moderator."), number });
    },
    holds: ({ messages, ref }) => {
      if (ref !== undefined) return;
      const others = messages.filter(({ author }) => author !== this.#you.id);
      for (const each of others) this.#signals.warned.emit(lineOf(each));
    },
    decided: (event) => {
      if (event.seq !== undefined || event.author !== this.#you.id) return;
      if (event.from === this.#you.name) this.#postman.takenBack(event.id);
      else this.#refused(event);
    },
  };

  /** What waits, of one's own and to decide, and what of one's own was refused. */
  async list() {
    const { messages } = await this.#requests.wish({ type: "holds" });
    return messages;
  }

  #refused({ id, reason, conversation }) {
    const detail = reason
      ? say("A moderator did not let that be said: {reason}", { reason })
      : say("A moderator did not let that be said.");
    this.#postman.held(id, { code: "refused", detail });
    const { name = "" } = this.#conversations.byId(conversation) ?? {};
    this.#signals.warned.emit(`${apart(name)}: ${detail}`);
  }
}

/** What is to be decided, in a line: `each` as it waits. */
export function lineOf({ number, from: name, name: room, body, refused }) {
  const words = body.slice(0, 100);
  const facts = { number, name, room, words };
  if (refused) return say("{number}. Refused in {room}: {words}", facts);
  return say("{number}. {name} in {room}, waits for a moderator: {words}", facts);
}
