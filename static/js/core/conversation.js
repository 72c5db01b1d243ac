/**
 * One conversation as this page knows it: its facts, its log, what is unread, and, once
 * it was opened, its messages. `person` is the number of a direct one's other person.
 *
 * `id` is null for a direct conversation that nobody has written in yet, and for a room
 * that is looked at from outside. `openedAs` is its first name here, which what waits
 * to be posted has.
 */
import { Blocks } from "./blocks.js";
import { Log } from "./log.js";
import { Messages } from "./messages.js";

const MOST_UNREAD = 100;

export class Conversation {
  id;
  kind;
  name;
  key;
  openedAs;
  topic;
  private;
  person;
  gone;
  read;
  unread;
  log;
  messages = null;
  /** Another renderer than the server's has made the html that is here. */
  isOld = false;
  #you;
  #blocks;
  #formers = new Set();
  #counted = 0;

  /** What those in `blocks` say is nothing unread. */
  constructor(wire, you, blocks = new Blocks()) {
    this.#you = you;
    this.#blocks = blocks;
    this.openedAs = wire.name;
    this.see(wire);
  }

  get isRoom() {
    return this.kind === "room";
  }

  /** The name without its `#` or `@`. */
  get label() {
    return this.name.slice(1);
  }

  get isLoaded() {
    return this.messages !== null;
  }

  /** Take in what `welcome` or `joined` says. */
  see(wire) {
    // It is on the server now: its messages are loaded from there.
    if (this.id === null && wire.id !== null) this.forget();
    this.id = wire.id;
    this.kind = wire.kind;
    this.rename(wire.name, wire.key, wire.gone);
    this.person = wire.person;
    this.topic = wire.topic;
    this.private = wire.private;
    this.read = wire.read;
    this.unread = wire.unread ?? 0;
    this.#counted = Math.max(this.#counted, wire.head);
    if (this.isLoaded) this.log.hear(wire.head);
    else this.log = new Log(wire.head);
  }

  /**
   * Be called that, as the wire spells it. `gone`: the other one is a guest, who has
   * lost the name.
   */
  rename(name, key, gone = false) {
    if (![undefined, name].includes(this.name) && !gone)
      for (const former of [this.name, this.key]) this.#formers.add(former);
    this.name = name;
    this.key = key;
    this.gone = gone;
  }

  /** Whether it was called that before: see `rename`. */
  wasCalled(name) {
    return this.#formers.has(name);
  }

  /** Take in the last messages, which were asked for when the log was at `since`. */
  load(messages, more, since = this.log.number) {
    this.messages = new Messages(messages, more);
    this.isOld = false;
    this.log.rewind(since);
  }

  /** Let the messages go: they are loaded anew when somebody looks. */
  forget() {
    this.messages = null;
    this.isOld = false;
  }

  /** A live event of the log; returns whether it was the next one. */
  receive(event) {
    if (!this.log.take(event.seq)) return false;
    if (event.type === "topic") this.topic = event.topic;
    if (event.type === "message") this.#count(event);
    return true;
  }

  /** A page of `changes`; returns the messages that show something new. */
  merge(page) {
    this.log.answer(page.upto, page.more);
    this.topic = page.topic;
    page.messages.filter((each) => !each.deleted).forEach((each) => this.#count(each));
    return this.isLoaded ? page.messages.filter((each) => this.messages.put(each)) : [];
  }

  /** Everything up to `seq` was read, here or elsewhere. */
  readUpTo(seq) {
    this.read = Math.max(this.read, seq);
    // What is not loaded cannot be counted, but is no more than there are numbers.
    this.unread = Math.min(this.unread, Math.max(0, this.log.head - this.read));
  }

  #count({ seq, author }) {
    if (seq <= this.#counted) return;
    this.#counted = seq;
    if (author === this.#you.id || this.#blocks.has(author)) return;
    this.unread = Math.min(this.unread + 1, MOST_UNREAD);
  }
}
