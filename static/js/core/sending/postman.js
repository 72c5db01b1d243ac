import { askedBy } from "../content/polls.js";
import { commandOf } from "./command.js";
import { isHeld, isRefused } from "./outbox.js";
import { say } from "../../words/words.js";

/** Carries the outbox's posts over the connection, one at a time. */
export class Postman {
  #timer = null;
  #you;
  #outbox;
  #connection;
  #conversations;
  #clock;
  #signals;

  constructor({ you, outbox, connection, conversations, clock, signals }) {
    [this.#you, this.#conversations] = [you, conversations];
    this.#outbox = outbox;
    this.#connection = connection;
    this.#clock = clock;
    this.#signals = signals;
  }

  /**
   * The posts that wait in a conversation, in order; not what is among its messages
   * already, because `posted` was lost with a tab, or is slower than a page of them.
   */
  waitingIn(conversation) {
    const { id, name, openedAs, messages } = conversation;
    const isCalled = (each) =>
      [name, openedAs].includes(each) || conversation.wasCalled(each);
    // A name can be another's by now; a number cannot.
    const isHere = ({ to, name: each }) =>
      typeof to === "number" ? to === id : isCalled(each);
    const posts = this.#outbox.posts.filter(isHere);
    if (!posts.length) return posts;
    const own = (messages?.all ?? []).filter((each) => this.isOwn(each));
    const stored = new Set(own.map((each) => each.id));
    return posts.filter((post) => !stored.has(post.id));
  }

  /** Seconds until a post may be sent, where it is a place that has it wait. */
  pauseOf(post) {
    return Math.ceil(this.#outbox.pauseOf(post, this.#clock.now()) / 1000);
  }

  /** The names of the conversations where a post was refused. */
  get refusedIn() {
    return new Set(this.#outbox.posts.filter(isRefused).map((post) => post.name));
  }

  /** `said`: {body, action, reply, poll}. */
  post(conversation, said) {
    const to = conversation.id ?? conversation.name;
    this.#outbox.add({ to, name: conversation.name, ...said }, this.#clock.now());
    this.#moveOn();
  }

  /** What was posted is not there any more: the person decides, told by a sentence. */
  hold(conversation, message, detail) {
    const { id: to, name } = conversation;
    const { id, body, action } = message;
    const [error, poll] = [{ code: "lost", detail }, askedBy(message)];
    this.#outbox.add({ id, to, name, body, action, poll, error }, this.#clock.now());
    this.#moveOn();
  }

  retry(id) {
    this.#outbox.retry(id);
    this.#moveOn();
  }

  /** Send it no more; what waits for a moderator goes when the server has said so. */
  remove(id) {
    const { error } = this.#outbox.get(id) ?? {};
    if (!error?.number) {
      this.#outbox.remove(id);
      this.#moveOn();
    } else if (!this.#connection.send({ type: "refuse", held: error.number, ref: id }))
      this.#signals.warned.emit(say("You are not connected: it waits on."));
  }

  /** Send what is due, and come back when there is more. */
  pump() {
    this.#clock.cancel(this.#timer);
    if (!this.#connection.isConnected) return;
    const now = this.#clock.now();
    const post = this.#outbox.next(now);
    if (post) {
      this.#outbox.sent(post.id, now);
      this.#connection.send(commandOf(post));
    }
    const wait = this.#outbox.wait(now);
    if (wait !== null) this.#timer = this.#clock.after(wait, () => this.pump());
  }

  /** Whatever was under way is sent again. */
  connectionLost() {
    this.#outbox.connectionLost();
  }

  // --- What the server says ----------------------------------------------------------

  isOwn(message) {
    return message.author === this.#you.id;
  }

  /** `posted`, or the `message` itself: either proves that it is in the log. */
  posted({ id, seq }) {
    const post = this.#outbox.get(id);
    if (!post) return;
    this.#outbox.confirm(id);
    this.#signals.landed.emit(post, seq);
    this.#moveOn();
  }

  /**
   * Messages of the log: the connection may have broken between a commit and its
   * `posted`.
   */
  confirm(messages) {
    for (const own of messages.filter((each) => this.isOwn(each))) this.posted(own);
  }

  /**
   * An error with a post's id as its `ref`, or that it waits for a moderator by that
   * `number`; returns the post if it was one.
   */
  refused(error) {
    const isOfPlace = this.#isSlow(error) || undefined;
    if (!this.#outbox.refuse(error.ref, error, this.#clock.now(), isOfPlace)) return null;
    this.#moveOn();
    return this.#outbox.get(error.ref);
  }

  /** Whether somebody has said something too soon in a slow room. */
  #isSlow({ ref, code }) {
    const room = this.#conversations.byId(this.#outbox.get(ref)?.to);
    return code === "rate-limited" && room?.slow > 0;
  }

  /** What waits for a moderator, as far as is known here: ids, by their numbers. */
  get heldOnes() {
    const held = this.#outbox.posts.filter(isHeld);
    return new Map(held.map(({ id, error }) => [error.number, id]));
  }

  /** Its author does not want it said, or it was said while this page did not hear. */
  takenBack(id) {
    this.#outbox.confirm(id);
    this.#moveOn();
  }

  // --- Other tabs --------------------------------------------------------------------

  /** Take over the posts of a tab that is gone; returns them. */
  adopt(owner) {
    const posts = this.#outbox.adopt(owner);
    if (posts.length) this.#moveOn();
    return posts;
  }

  /** Another tab changed the storage. */
  storageChanged(key) {
    if (this.#outbox.keyRemoved(key)) this.#moveOn();
  }

  #moveOn() {
    this.#signals.waiting.emit();
    this.pump();
  }
}
