/** The person's verbs as commands on the wire; each returns a promise of its answer. */
export class Commands {
  #requests;

  constructor(requests) {
    this.#requests = requests;
  }

  /** A page of the rooms with `match` in their names, behind the one called `after`. */
  rooms({ match, after, limit }) {
    return this.#requests.ask({ type: "rooms", match, after, limit });
  }

  create({ name, topic, isPrivate }) {
    return this.#requests.ask({ type: "create", name, topic, private: isPrivate });
  }

  join(room) {
    return this.#requests.ask({ type: "join", room });
  }

  leave({ id }) {
    return this.#requests.ask({ type: "leave", conversation: id });
  }

  invite({ id }, name) {
    return this.#requests.ask({ type: "invite", conversation: id, name });
  }

  accept({ id }) {
    return this.#requests.ask({ type: "accept", conversation: id });
  }

  decline({ id }) {
    return this.#requests.ask({ type: "decline", conversation: id });
  }

  /** Who is called that, however it is spelled. */
  async find(name) {
    const found = await this.#requests.ask({ type: "find", name });
    return found.person;
  }

  /** `author` is the number of whoever is called that, if it is known. */
  block(name, on, author) {
    return this.#requests.ask({ type: "block", name, on, author });
  }

  hide({ id, log }) {
    return this.#requests.ask({ type: "hide", conversation: id, seq: log.number });
  }

  setTopic({ id }, topic) {
    return this.#requests.ask({ type: "topic", conversation: id, topic });
  }

  edit({ id }, { seq }, body) {
    return this.#requests.ask({ type: "edit", conversation: id, seq, body });
  }

  delete({ id }, { seq }) {
    return this.#requests.ask({ type: "delete", conversation: id, seq });
  }

  react({ id }, { seq }, emoji, on) {
    return this.#requests.ask({ type: "react", conversation: id, seq, emoji, on });
  }
}
