/**
 * The client's core, without a DOM: takes the wire's events in, keeps what this page
 * knows, does what the person wants, and tells by its `signals` what has changed.
 */
import { Blocks } from "./blocks.js";
import { Commands } from "./commands.js";
import { Conversations } from "./conversations.js";
import { Fetcher } from "./fetcher.js";
import { Follower } from "./follower.js";
import { Invitations } from "./invitations.js";
import { Memberships } from "./memberships.js";
import { isNewer } from "./newer.js";
import { People } from "./people.js";
import { Postman } from "./postman.js";
import { Quiet } from "./quiet.js";
import { Reader } from "./reader.js";
import { Requests } from "./requests.js";
import { rest } from "./resting.js";
import { sentenceOf } from "../words/errors.js";
import { Signals } from "./signals.js";
import { TypingNotice } from "./typing.js";
import { apart } from "../words/words.js";

// A connection that is about to be up, as after loading the page, is not worth a word.
const PATIENCE_MS = 1_500;

export class Chat {
  signals = new Signals();
  you;
  limits;
  blocks;
  connection;
  conversations;
  commands;
  invitations;
  people;
  postman;
  #requests;
  #reader;
  #typingNotice;
  #fetcher;
  #memberships;
  #quiet;
  #parts;
  #madeOf;

  /** `boot` is what the server put into the page. */
  constructor({ boot, connection, outbox, clock, random }) {
    const { you, limits, online, numbers, renderer } = boot;
    const blocks = new Blocks(boot.blocked);
    const conversations = new Conversations(boot.conversations, you, blocks, renderer);
    const requests = this.#newRequests(connection, clock);
    const facts = { you, blocks, conversations, signals: this.signals };
    const common = { ...facts, requests, connection, clock, random };
    const people = new People({ ...common, online, numbers });
    const postman = new Postman({ ...common, outbox });
    const fetcher = new Fetcher({ ...common, postman });
    const reader = new Reader(common);
    const memberships = new Memberships({ ...common, fetcher });
    this.#quiet = new Quiet({ ...common, memberships });
    const follower = new Follower({ ...common, people, postman, fetcher, reader });
    [this.you, this.#madeOf] = [you, boot.made_of];
    this.limits = limits;
    this.blocks = blocks;
    this.connection = connection;
    this.conversations = conversations;
    this.invitations = new Invitations(common);
    this.people = people;
    this.postman = postman;
    this.commands = new Commands(requests);
    this.#requests = requests;
    this.#fetcher = fetcher;
    this.#reader = reader;
    this.#memberships = memberships;
    this.#typingNotice = new TypingNotice(common);
    this.#parts = [people, reader, this.invitations, memberships, this.#quiet, follower];
  }

  /** The open conversation. */
  get current() {
    return this.conversations.current;
  }

  /** The names of those who are typing in it. */
  get typingNames() {
    return this.people.typingIn(this.current);
  }

  // --- What the person does ----------------------------------------------------------

  /** Show a conversation; its messages are fetched if they are not here. */
  open(conversation) {
    const left = this.current;
    this.conversations.current = conversation;
    if (left && left !== conversation) this.#leave(left);
    if (conversation.id === null && !conversation.isLoaded)
      conversation.load([], false);
    this.signals.shown.emit(conversation);
    this.signals.listed.emit();
    this.#fetcher.load(conversation);
    this.#quiet.look(conversation);
  }

  /** Fetch the page of messages next below those that are here of the open one. */
  older() {
    return this.#fetcher.older(this.current);
  }

  /** Fetch the page of messages next above those that are here of the open one. */
  newer() {
    return this.#fetcher.newer(this.current);
  }

  /** Have the last messages of the open one. */
  latest() {
    return this.#fetcher.latest(this.current);
  }

  /** Everything in the open conversation is on the screen, and somebody looks at it. */
  seen() {
    const { current } = this;
    if (current?.isLoaded && !current.hasGap && this.connection.isConnected)
      this.#reader.seen(current);
  }

  /** `/me waves` tells what the person does. */
  post(text) {
    this.#typingNotice.finished(this.current);
    this.postman.post(this.current, spoken(text));
  }

  /** The page is left, maybe for good. */
  leave() {
    this.#reader.leave();
  }

  /** A letter was typed. */
  typing() {
    this.#typingNotice.typed(this.current);
  }

  /** Take over what a tab that is gone had not sent yet. */
  adopt(owner) {
    for (const { name } of this.postman.adopt(owner)) {
      if (name.startsWith("@")) this.conversations.direct(name.slice(1));
    }
    this.signals.listed.emit();
  }

  // --- What the connection brings ----------------------------------------------------

  /** It came up, broke, or is tried again. */
  connectionChanged() {
    if (!this.connection.isConnected) {
      this.#requests.connectionLost();
      this.postman.connectionLost();
      this.people.connectionLost();
    }
    this.signals.connection.emit();
  }

  /** One event of the wire. */
  hear(event) {
    if (event.type === "error") event.detail = sentenceOf(event);
    const awaited = this.#requests.settle(event);
    if (event.type === "welcome") this.#welcome(event);
    else if (event.type === "error" && !awaited) this.#error(event);
    else for (const { handlers } of this.#parts) handlers[event.type]?.(event);
  }

  #welcome(event) {
    const { you, limits, online, presence } = event;
    const { blocked = [], invitations = [], numbers, renderer } = event;
    if (you.id !== this.you.id) {
      this.signals.stranger.emit();
      return;
    }
    Object.assign(this.you, you);
    this.signals.you.emit();
    this.limits = limits;
    this.conversations.renderedBy(renderer);
    this.#quiet.replace(blocked);
    this.#memberships.replace(event);
    this.people.replace(online, presence, numbers);
    this.invitations.replace(invitations);
    this.signals.listed.emit();
    for (const each of this.conversations) this.#fetcher.catchUp(each);
    for (const each of this.conversations) this.#fetcher.loadIfShown(each);
    if (this.current) this.#quiet.look(this.current);
    this.#requests.connected();
    this.postman.pump();
    this.signals.welcomed.emit();
    if (isNewer(event, this.#madeOf)) this.signals.outdated.emit();
  }

  #newRequests(connection, clock) {
    const late = () => this.#requests.hasWaiting && this.signals.delayed.emit();
    return new Requests(
      (command) => connection.send(command),
      () => clock.after(PATIENCE_MS, late),
    );
  }

  #error(error) {
    const post = this.postman.refused(error);
    if (error.code === "banned") {
      this.signals.banned.emit(error.detail);
    } else if (!post) {
      this.signals.warned.emit(error.detail);
    } else if (post.error && !this.postman.waitingIn(this.current).includes(post)) {
      this.signals.warned.emit(`${apart(post.name)}: ${error.detail}`);
    }
  }

  /** If nobody has written in it yet, and nothing waits to be, it need not be listed. */
  #leave(conversation) {
    rest(conversation);
    const isUsed =
      conversation.id !== null || this.postman.waitingIn(conversation).length;
    if (!isUsed) this.conversations.remove(conversation);
  }
}

/** What was typed, as it is said. */
export function spoken(text) {
  const body = text.replace(/^\/me[^\S\n]+(?=\S)/, "");
  return { body, action: body !== text };
}
