/** What goes from one's lists, for one's own quiet: who is blocked, what is hidden. */
export class Quiet {
  #blocks;
  #conversations;
  #connection;
  #memberships;
  #requests;
  #signals;

  constructor({ blocks, conversations, connection, memberships, requests, signals }) {
    this.#blocks = blocks;
    this.#conversations = conversations;
    this.#connection = connection;
    this.#memberships = memberships;
    this.#requests = requests;
    this.#signals = signals;
  }

  /** The wire's events that it takes in. */
  handlers = {
    blocked: (event) => this.#blocked(event),
    hidden: ({ conversation }) => this.#let(conversation),
  };

  /** The whole list, from `welcome`. */
  replace(people) {
    if (this.#blocks.replace(people)) this.#signals.blocked.emit();
  }

  /**
   * Somebody looks at a talk that is not listed here: with whom is it? The name may be
   * in another spelling, and the talk may only be hidden.
   */
  async look(conversation) {
    const { id, isRoom, label: name } = conversation;
    if (id !== null || isRoom || !this.#connection.isConnected) return;
    try {
      const { person } = await this.#requests.ask({ type: "find", name });
      this.#memberships.settle(conversation, person);
      // What answers is `joined`, and taken in as such; or there is none.
      await this.#requests.ask({ type: "show", name });
    } catch {
      // Nobody has that name, there is no talk with them, or no connection.
    }
  }

  #blocked(event) {
    this.#blocks.hear(event);
    this.#signals.blocked.emit();
    if (event.on) this.#let(event.conversation);
  }

  #let(id) {
    const conversation = this.#conversations.byId(id);
    if (!conversation) return;
    this.#conversations.remove(conversation);
    if (conversation.isOpen) this.#signals.gone.emit(conversation);
    this.#signals.listed.emit();
  }
}
