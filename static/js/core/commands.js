/**
 * The person's verbs as commands on the wire; each returns a promise of its answer, also
 * while the connection is down. Until a command is sent, aborting the `signal` that some
 * take withdraws it. What is about a message says of which `epoch` its number is: it
 * may wait for longer than that lasts.
 */
export class Commands {
  #requests;

  constructor(requests) {
    this.#requests = requests;
  }

  /** What is asked only now, while there is a connection; as the wire has it. */
  ask(asked) {
    return this.#requests.ask(asked);
  }

  /** A page of the rooms with `match` in their names, behind the one called `after`. */
  rooms({ match, after, limit }, signal) {
    return this.#requests.wish({ type: "rooms", match, after, limit }, signal);
  }

  /** A page of `mentions` of this person, or of what a `search` finds; as the wire has it. */
  page(asked, signal) {
    return this.#requests.wish(asked, signal);
  }

  create({ name, topic, isPrivate }, signal) {
    return this.#requests.wish({ type: "create", name, topic, private: isPrivate }, signal);
  }

  join(room, signal) {
    return this.#requests.wish({ type: "join", room }, signal);
  }

  /** Talk with these at once; `beside`: a group whose people come along. */
  group(names, { beside, signal } = {}) {
    return this.#requests.wish({ type: "group", names, conversation: beside?.id }, signal);
  }

  leave({ id }, signal) {
    return this.#requests.wish({ type: "leave", conversation: id }, signal);
  }

  invite({ id }, name, signal) {
    return this.#requests.wish({ type: "invite", conversation: id, name }, signal);
  }

  /** Accept an invitation, or decline it. */
  answer({ id }, isAccepted) {
    const type = isAccepted ? "accept" : "decline";
    return this.#requests.wish({ type, conversation: id });
  }

  /** Who is called that, however it is spelled. */
  async find(name, signal) {
    const found = await this.#requests.wish({ type: "find", name }, signal);
    return found.person;
  }

  /** `author` is the number of whoever is called that, if it is known. */
  block(name, on, author, signal) {
    return this.#requests.wish({ type: "block", name, on, author }, signal);
  }

  hide({ id, log }) {
    return this.#requests.wish({ type: "hide", conversation: id, seq: log.number });
  }

  /** `changes`: what of it calls (`level`), whether the list has the room (`hidden`). */
  setLevel({ id }, changes, signal) {
    return this.#requests.wish({ type: "level", conversation: id, ...changes }, signal);
  }

  /** Have that message unread, and all after it; without one, the last by others. */
  markUnread({ id, log }, { seq } = {}) {
    const where = { conversation: id, ...(seq && { epoch: log.epoch, seq }) };
    return this.#requests.wish({ type: "unread", ...where });
  }

  /** Messages of a conversation, without opening it: `where` is as on the wire. */
  look({ id }, where, signal) {
    const command = { type: "history", conversation: id, ...where };
    return this.#requests.wish(command, signal);
  }

  setTopic({ id }, topic, signal) {
    return this.#requests.wish({ type: "topic", conversation: id, topic }, signal);
  }

  edit({ id, log }, { seq }, body, signal) {
    const where = { conversation: id, epoch: log.epoch, seq };
    return this.#requests.wish({ type: "edit", ...where, body }, signal);
  }

  delete({ id, log }, { seq }, signal) {
    const where = { conversation: id, epoch: log.epoch, seq };
    return this.#requests.wish({ type: "delete", ...where }, signal);
  }

  react({ id, log }, { seq }, emoji, on) {
    const where = { conversation: id, epoch: log.epoch, seq };
    return this.#requests.wish({ type: "react", ...where, emoji, on });
  }
}
