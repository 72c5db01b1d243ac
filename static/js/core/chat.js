/**
 * The client's core, without a DOM: takes the wire's events in, keeps what this page
 * knows, and tells its `screen` what has changed.
 *
 * `screen` has: shown(conversation), changed(conversation, messages),
 * extended(conversation), arrived(conversation, message), landed(post, seq), listed(),
 * peopleChanged(), typingChanged(), waitingChanged(), markSeen(), gone(conversation),
 * warned(detail), banned(detail), stranger().
 */
import { Commands } from "./commands.js";
import { Conversations } from "./conversations.js";
import { Fetcher } from "./fetcher.js";
import { Postman } from "./postman.js";
import { Presence } from "./presence.js";
import { Reader } from "./reader.js";
import { Requests } from "./requests.js";
import { Typists, TypingNotice } from "./typing.js";

// `posted` can come before the `message` itself: the log is asked only after this long.
const ECHO_MS = 2_000;
// Who has missed more than this sees the conversation as if it were just opened.
const FAR_BEHIND = 400;

export class Chat {
  current = null;
  #typingNotice = new TypingNotice();

  constructor({ boot, connection, outbox, clock, screen }) {
    Object.assign(this, {
      connection,
      clock,
      screen,
      you: boot.you,
      limits: boot.limits,
    });
    this.conversations = new Conversations(boot.conversations, boot.you);
    this.presence = new Presence(boot.online);
    this.typists = new Typists();
    this.requests = new Requests((command) => connection.send(command));
    this.commands = new Commands(this.requests);
    this.reader = new Reader({ clock, tell: (each) => this.#tellRead(each) });
    this.fetcher = this.#newFetcher();
    this.postman = this.#newPostman(outbox);
  }

  /** Show a conversation; its messages are fetched if they are not here. */
  open(conversation) {
    const left = this.current;
    this.current = conversation;
    if (left && left !== conversation) this.#dropIfUnused(left);
    if (conversation.id === null && !conversation.isLoaded)
      conversation.load([], false);
    this.screen.shown(conversation);
    this.screen.listed();
    this.fetcher.load(conversation);
  }

  /** Everything in the open conversation is on the screen, and somebody looks at it. */
  seen() {
    if (!this.current?.isLoaded || !this.connection.isConnected) return;
    this.reader.seen(this.current);
    this.screen.listed();
  }

  post(body) {
    this.#typingNotice.finished(this.current);
    this.postman.post(this.current, body);
  }

  typing() {
    const { id } = this.current;
    const isDue = id !== null && this.connection.isConnected;
    if (isDue && this.#typingNotice.isDue(this.current, this.clock.now())) {
      this.connection.send({ type: "typing", conversation: id });
    }
  }

  /** The names of those who are typing in the open conversation. */
  get typingNames() {
    return this.typists.names(this.current.id, this.clock.now());
  }

  /** Take over what a tab that is gone had not sent yet. */
  adopt(owner) {
    for (const { name } of this.postman.adopt(owner)) {
      if (name.startsWith("@")) this.conversations.direct(name.slice(1));
    }
    this.screen.listed();
  }

  lineLost() {
    this.requests.lineLost();
    this.postman.outbox.lineLost();
    this.presence.lost();
  }

  /** One event of the wire. */
  hear(event) {
    const awaited = this.requests.settle(event);
    if (event.type === "error" && !awaited) this.#error(event);
    else this.#heard[event.type]?.(event);
  }

  #heard = {
    welcome: (event) => this.#welcome(event),
    message: (event) => this.#logged(event),
    edited: (event) => this.#logged(event),
    deleted: (event) => this.#logged(event),
    reacted: (event) => this.#logged(event),
    topic: (event) => this.#logged(event),
    posted: (event) => this.#posted(event),
    heads: (event) => this.#heads(event),
    read: (event) => this.#readElsewhere(event),
    typing: (event) => this.#typing(event),
    presence: (event) => this.#presence(event),
    online: (event) => this.#online(event),
    joined: (event) => this.#joined(event),
    left: (event) => this.#left(event),
  };

  #welcome({ you, limits, conversations, online, presence }) {
    if (you.id !== this.you.id) {
      this.screen.stranger();
      return;
    }
    this.limits = limits;
    for (const wire of conversations) this.#forgetIfFar(wire);
    this.conversations.replace(conversations).forEach((each) => this.screen.gone(each));
    this.#online({ users: online, version: presence });
    this.screen.listed();
    for (const each of this.conversations) this.fetcher.catchUp(each);
    if (this.current) this.fetcher.load(this.current);
    this.screen.markSeen(); // what stood on the screen before the line was up
    this.postman.pump();
  }

  #forgetIfFar({ id, head }) {
    const known = this.conversations.byId(id);
    if (known?.isLoaded && head - known.log.number > FAR_BEHIND) known.forget();
  }

  // --- The log -----------------------------------------------------------------------

  #logged(event) {
    const conversation = this.conversations.byId(event.conversation);
    if (!conversation) return;
    if (conversation.receive(event)) this.#show(conversation, event);
    this.fetcher.catchUp(conversation);
  }

  #show(conversation, event) {
    const message = conversation.messages?.apply(event);
    if (event.type === "message") this.#arrived(conversation, event);
    this.screen.changed(conversation, message ? [message] : []);
    this.screen.listed();
  }

  #arrived(conversation, message) {
    this.typists.stopped(conversation.id, message.from);
    this.screen.typingChanged();
    if (message.author === this.you.id) this.postman.posted(message);
    else this.screen.arrived(conversation, message);
  }

  #posted(event) {
    this.postman.posted(event);
    this.clock.after(ECHO_MS, () =>
      this.#head(event.conversation, event.seq),
    );
  }

  #heads({ heads, read = {} }) {
    for (const [id, head] of Object.entries(heads)) this.#head(Number(id), head);
    // A report of what was read may have been lost, here or there.
    for (const [id, seq] of Object.entries(read)) {
      const conversation = this.conversations.byId(Number(id));
      if (conversation?.read > seq) this.#tellRead(conversation);
      conversation?.readUpTo(seq);
    }
    this.screen.listed();
  }

  #head(id, head) {
    const conversation = this.conversations.byId(id);
    conversation?.log.hear(head);
    if (conversation) this.fetcher.catchUp(conversation);
  }

  #readElsewhere({ conversation, seq }) {
    this.conversations.byId(conversation)?.readUpTo(seq);
    this.screen.listed();
  }

  #tellRead({ id, read }) {
    this.connection.send({ type: "read", conversation: id, seq: read });
  }

  // --- People ------------------------------------------------------------------------

  #online({ users, version }) {
    this.presence.replace(users, version);
    this.#peopleChanged();
  }

  #presence(event) {
    if (this.presence.receive(event)) this.screen.peopleChanged();
    this.#askWhoIfMissed();
  }

  #askWhoIfMissed() {
    if (!this.presence.question()) return;
    this.requests.ask({ type: "who" }).catch(() => this.presence.lost());
  }

  #peopleChanged() {
    this.screen.peopleChanged();
    this.#askWhoIfMissed();
  }

  #typing({ conversation, from }) {
    const now = this.clock.now();
    this.typists.heard(conversation, from, now);
    this.screen.typingChanged();
    this.clock.after(this.typists.wait(now), () => this.screen.typingChanged());
  }

  // --- Coming and going --------------------------------------------------------------

  /** For oneself it is the whole conversation, for others who came only its number. */
  #joined({ conversation }) {
    if (typeof conversation === "number") return;
    const joined = this.conversations.add(conversation);
    if (joined === this.current) this.fetcher.load(joined);
    this.fetcher.catchUp(joined);
    this.screen.listed();
  }

  #left({ conversation, from }) {
    const left = this.conversations.byId(conversation);
    if (!left || from !== this.you.name) return;
    this.conversations.remove(left);
    this.screen.gone(left);
    this.screen.listed();
  }

  /** Nobody has written in it yet, and nothing waits to be: it need not be listed. */
  #dropIfUnused(conversation) {
    const isUsed =
      conversation.id !== null || this.postman.waitingIn(conversation).length;
    if (!isUsed) this.conversations.remove(conversation);
  }

  #error(error) {
    const post = this.postman.refused(error);
    if (error.code === "banned") {
      this.screen.banned(error.detail);
    } else if (!post) {
      this.screen.warned(error.detail);
    } else if (post.error && !this.postman.waitingIn(this.current).includes(post)) {
      this.screen.warned(`${post.name}: ${error.detail}`);
    }
  }

  #newFetcher() {
    return new Fetcher({
      requests: this.requests,
      clock: this.clock,
      loaded: (conversation) => this.screen.shown(conversation),
      extended: (conversation) => this.screen.extended(conversation),
      merged: (conversation, messages) => {
        this.#confirmOwn(messages);
        this.screen.changed(conversation, messages);
        this.screen.listed();
      },
    });
  }

  /** The line broke between the commit and its `posted`: the log proves it, too. */
  #confirmOwn(messages) {
    const own = messages.filter((each) => each.author === this.you.id);
    own.forEach((each) => this.postman.posted(each));
  }

  #newPostman(outbox) {
    return new Postman({
      outbox,
      connection: this.connection,
      clock: this.clock,
      arrived: (post, seq) => this.screen.landed(post, seq),
      changed: () => this.screen.waitingChanged(),
    });
  }
}
