/**
 * The rooms that somebody offers to this person, until they answer; the oldest first: a
 * new one takes nobody's place on the screen.
 */
export class Invitations {
  #waiting = new Map();
  #signals;

  constructor({ signals }) {
    this.#signals = signals;
  }

  /** The wire's events that it takes in. */
  handlers = {
    invited: (event) => this.#invited(event),
    declined: ({ conversation }) => this.#end(conversation),
    joined: ({ conversation }) => this.#end(conversation.id),
  };

  [Symbol.iterator]() {
    return this.#waiting.values();
  }

  get count() {
    return this.#waiting.size;
  }

  /** All of them, from `welcome`. */
  replace(invitations) {
    this.#waiting = new Map(invitations.map((each) => [each.conversation.id, each]));
    this.#signals.invited.emit();
  }

  /** A new one; or only the answer to one's own `invite`, with a number. */
  #invited({ conversation, from, at }) {
    const { id } = conversation;
    if (id === undefined || this.#waiting.has(id)) return;
    this.#waiting.set(id, { conversation, from, at });
    this.#signals.invited.emit();
  }

  #end(id) {
    if (this.#waiting.delete(id)) this.#signals.invited.emit();
  }
}
