/** Who is here and who is typing, as the wire tells it. */
import { Card } from "./card.js";
import { Presence } from "./presence.js";
import { Typists } from "./typing.js";

export class People {
  /** What they have others see of them. */
  card;
  #presence;
  #typists = new Typists();
  #requests;
  #clock;
  #signals;

  constructor({ online, numbers, blocks, requests, clock, signals }) {
    this.card = new Card({ requests, blocks, clock, signals });
    this.#presence = new Presence(online, 0, numbers);
    this.#requests = requests;
    this.#clock = clock;
    this.#signals = signals;
  }

  /** The wire's events that it takes in. */
  handlers = {
    online: ({ users, version, numbers }) => this.replace(users, version, numbers),
    presence: (event) => this.#receive(event),
    typing: (event) => this.#typing(event),
  };

  get names() {
    return this.#presence.names;
  }

  /** Whether the other one of a direct conversation is here. */
  isHere({ person, label, gone }) {
    return !gone && this.#presence.hasPerson(person, label);
  }

  /** See `Presence`. */
  hasPerson(number, name) {
    return number === undefined ? this.#presence.has(name) : this.#presence.hasPerson(number, name);
  }

  /** See `Presence`. */
  numberOf(name) {
    return this.#presence.numberOf(name);
  }

  /** The names of those who are typing in a conversation. */
  typingIn({ id }) {
    return this.#typists.names(id, this.#clock.now());
  }

  /** What somebody was typing has arrived. */
  stopped({ id }, name) {
    this.#typists.stopped(id, name);
    this.#signals.typing.emit();
  }

  /** The whole list, as of `version`. */
  replace(names, version, numbers) {
    this.#presence.replace(names, version, numbers);
    this.#signals.people.emit();
    this.#askIfMissed();
  }

  connectionLost() {
    this.#presence.lost();
  }

  #receive(event) {
    if (this.#presence.receive(event)) this.#signals.people.emit();
    this.#askIfMissed();
  }

  #askIfMissed() {
    if (!this.#presence.question()) return;
    this.#requests.ask({ type: "who" }).catch(() => this.#presence.lost());
  }

  #typing({ conversation, from }) {
    const { typing } = this.#signals;
    const now = this.#clock.now();
    this.#typists.heard(conversation, from, now);
    typing.emit();
    this.#clock.after(this.#typists.wait(now), () => typing.emit());
  }
}
