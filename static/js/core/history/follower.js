/**
 * Follows the logs of all conversations: what comes live is taken in if it is the next
 * of its log, and what is missing is fetched.
 */
import { asHappened } from "./happened.js";
import { from } from "./messages.js";
import { grow } from "./resting.js";
import { quoting } from "../content/quotes.js";

// `posted` can come before the `message` itself: the log is asked only after this long.
const ECHO_MS = 2_000;

export class Follower {
  #blocks;
  #conversations;
  #fetcher;
  #people;
  #postman;
  #reader;
  #clock;
  #signals;

  /** `parts`: those that have a share in what comes. */
  constructor({ blocks, conversations, clock, signals, ...parts }) {
    const { fetcher, people, postman, reader } = parts;
    this.#blocks = blocks;
    this.#conversations = conversations;
    this.#fetcher = fetcher;
    this.#people = people;
    this.#postman = postman;
    this.#reader = reader;
    this.#clock = clock;
    this.#signals = signals;
  }

  /** The wire's events that it takes in. */
  handlers = {
    message: (event) => this.#logged(event),
    edited: (event) => this.#logged(event),
    deleted: (event) => this.#logged(event),
    reacted: (event) => this.#logged(event),
    pinned: (event) => this.#logged(event),
    poll: (event) => this.#logged(event),
    previewed: (event) => this.#logged(event),
    topic: (event) => this.#logged(event),
    happened: (event) => this.#logged(event),
    posted: (event) => this.#posted(event),
    heads: (event) => this.#heads(event),
  };

  #logged(event) {
    const conversation = this.#conversations.byId(event.conversation);
    if (!conversation) return;
    if (conversation.receive(event)) this.#show(conversation, event);
    this.#fetcher.catchUp(conversation);
  }

  #show(conversation, event) {
    const message = conversation.messages?.apply(event);
    if (event.kind === "name") this.#signals.renamed.emit(conversation, event.before);
    const happened = asHappened(event);
    if (happened) this.#signals.happened.emit(conversation, [happened]);
    if (!conversation.isOpen) grow(conversation);
    if (event.type === "message") this.#arrived(conversation, event);
    const others = quoting(conversation.messages?.all ?? [], event);
    this.#signals.changed.emit(conversation, message ? [message, ...others] : others);
    this.#signals.listed.emit();
  }

  #arrived(conversation, message) {
    this.#people.stopped(conversation, message.from);
    if (this.#postman.isOwn(message)) this.#postman.posted(message);
    else if (!this.#blocks.has(message.author))
      this.#signals.arrived.emit(conversation, message);
  }

  #posted({ id, conversation, seq }) {
    this.#postman.posted({ id, seq });
    this.#clock.after(ECHO_MS, () => this.#hear(conversation, seq));
  }

  #heads({ heads, read = {}, epochs, starts = {} }) {
    for (const [id, head] of Object.entries(heads)) {
      // A server of before says nothing of epochs.
      this.#compare(Number(id), head, epochs && (epochs[id] ?? 0));
    }
    for (const [id, start] of Object.entries(starts)) this.#begins(Number(id), start);
    this.#reader.compare(read);
    this.#signals.listed.emit();
  }

  #compare(id, head, epoch) {
    const conversation = this.#conversations.byId(id);
    if (!conversation) return;
    conversation.log.ends(head);
    if (conversation.log.isAnother(epoch)) this.#fetcher.startAnew(conversation);
    else this.#fetcher.catchUp(conversation);
  }

  /** What was said there before that number is older than the site keeps it. */
  #begins(id, start) {
    const conversation = this.#conversations.byId(id);
    const { messages } = conversation ?? {};
    if (!messages || from(start, messages) === messages) return;
    conversation.messages = from(start, messages);
    if (conversation.isOpen) this.#signals.shown.emit(conversation);
  }

  /** The log of that conversation has come as far as `head`. */
  #hear(id, head) {
    const conversation = this.#conversations.byId(id);
    conversation?.log.hear(head);
    if (conversation) this.#fetcher.catchUp(conversation);
  }
}
