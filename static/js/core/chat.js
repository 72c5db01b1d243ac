/**
 * The client's core, without a DOM: takes the wire's events in, keeps what this page
 * knows, does what the person wants, and tells by its `signals` what has changed.
 */
import { Blocks } from "./people/blocks.js";
import { Commands } from "./commands.js";
import { Conversations } from "./rooms/conversations.js";
import { Fetcher } from "./history/fetcher.js";
import { Follower } from "./history/follower.js";
import { Invitations } from "./rooms/invitations.js";
import { Kept } from "./finding/kept.js";
import { Memberships } from "./rooms/memberships.js";
import { isNewer } from "./newer.js";
import { People } from "./people/others.js";
import { Postman } from "./sending/postman.js";
import { Quiet } from "./people/quiet.js";
import { Reading } from "./reading.js";
import { Reports } from "./moderation/reports.js";
import { Requests } from "./requests.js";
import { rest } from "./history/resting.js";
import { sentenceOf } from "../words/errors.js";
import { Signals } from "./signals.js";
import { TypingNotice } from "./people/typing.js";
import { apart } from "../words/words.js";

// A connection that is about to be up, as after loading the page, is not worth a word.
const PATIENCE_MS = 1_500;

export class Chat {
  signals = new Signals();
  reading;
  you;
  limits;
  blocks;
  connection;
  conversations;
  commands;
  fetcher;
  invitations;
  kept;
  parts;
  people;
  postman;
  reports;
  #requests;
  #typingNotice;
  #memberships;
  #quiet;
  #madeOf;

  /** `boot` is what the server put into the page. */
  constructor({ boot, connection, outbox, clock, random, newId }) {
    const { you, limits, online, numbers, renderer } = boot;
    const blocks = new Blocks(boot.blocked);
    const conversations = new Conversations(boot.conversations, you, blocks, renderer);
    const requests = this.#newRequests(connection, clock);
    const facts = { you, blocks, conversations, signals: this.signals };
    const common = { ...facts, requests, connection, clock, random };
    const people = new People({ ...common, online, numbers });
    const postman = new Postman({ ...common, outbox });
    const fetcher = new Fetcher({ ...common, postman });
    const memberships = new Memberships({ ...common, fetcher });
    const quiet = (this.#quiet = new Quiet({ ...common, memberships }));
    const { reader } = (this.reading = new Reading({ ...common, quiet }));
    this.reading.begin(boot);
    const follower = new Follower({ ...common, people, postman, fetcher, reader });
    [this.you, this.#madeOf] = [you, boot.made_of];
    [this.limits, this.blocks, this.connection] = [limits, blocks, connection];
    this.conversations = conversations;
    this.invitations = new Invitations(common);
    [this.people, this.postman] = [people, postman];
    this.commands = new Commands(requests);
    const reports = (this.reports = new Reports(common));
    this.kept = new Kept({ ...common, postman, reports, commands: this.commands, newId });
    [this.#requests, this.fetcher] = [requests, fetcher];
    this.#memberships = memberships;
    this.#typingNotice = new TypingNotice(common);
    const others = [this.invitations, memberships, this.#quiet, this.reports];
    this.parts = [people, people.card, ...this.reading.parts, ...others, ...this.kept.parts, follower];
  }

  /** The open conversation that the person is at. */
  get current() {
    return this.conversations.current;
  }

  // --- What the person does ----------------------------------------------------------

  /**
   * Show a conversation in the place of the current one, or beside it, and of it the
   * message `seq`, if that is said. One that is open stays where it is.
   */
  open(conversation, seq = undefined, { isBeside = false } = {}) {
    const left = this.current;
    const isElsewhere = conversation.isOpen && conversation !== left;
    if (isElsewhere) this.turnTo(conversation);
    if (seq && conversation.isOpen) return this.fetcher.reach(conversation, seq);
    if (isElsewhere) return undefined;
    // What stands around a message of long ago is not where one goes on to read.
    if (!seq && conversation.isAside) conversation.forget();
    const isOther = left && left !== conversation && !isBeside;
    conversation.isOpen = true;
    this.conversations.current = conversation;
    if (isOther) this.close(left);
    if (conversation.id === null && !conversation.isLoaded) conversation.load([], false);
    this.signals.shown.emit(conversation);
    this.signals.listed.emit();
    this.reading.look(conversation);
    return this.fetcher[seq ? "reach" : "load"](conversation, seq);
  }

  /** Of the open conversations the person is at that one now. */
  turnTo(conversation) {
    if (conversation === this.current) return;
    this.conversations.current = conversation;
    this.signals.turned.emit(conversation);
    this.signals.listed.emit();
  }

  /** It is not shown any more, nor listed if nobody has written in it. */
  close(conversation) {
    conversation.isOpen = false;
    this.kept.deletions.leave(conversation);
    rest(conversation);
    this.reading.leave(conversation);
    const isUsed =
      conversation.id !== null || this.postman.waitingIn(conversation).length;
    if (!isUsed) this.conversations.remove(conversation);
  }

  /** Everything in an open conversation is on the screen, and somebody looks at it. */
  seen(place = this.current) {
    if (place?.isLoaded && !place.hasGap && this.connection.isConnected)
      this.reading.reader.seen(place);
  }

  /** `said`: {body, action, reply, poll}, see `Outbox`. */
  post(said, place = this.current) {
    this.#typingNotice.finished(place);
    place.isKept = false;
    this.postman.post(place, said);
  }

  /** The page is left, maybe for good. */
  leave() {
    this.kept.deletions.flush();
    this.reading.reader.leave();
  }

  /** A letter was typed. */
  typing(place = this.current) {
    this.#typingNotice.typed(place);
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
    else for (const { handlers } of this.parts) handlers[event.type]?.(event);
  }

  #welcome(event) {
    const { you, limits, online, presence } = event;
    const { blocked = [], invitations = [], numbers, renderer, muted } = event;
    if (you.id !== this.you.id) {
      this.signals.stranger.emit();
      return;
    }
    Object.assign(this.you, you, { muted });
    this.signals.you.emit();
    this.limits = limits;
    this.conversations.renderedBy(renderer);
    this.#quiet.replace(blocked);
    for (const each of [this.reading, this.people.card]) each.begin(event);
    this.#memberships.replace(event);
    this.people.replace(online, presence, numbers);
    this.invitations.replace(invitations);
    this.signals.listed.emit();
    for (const each of this.conversations) this.fetcher.catchUp(each);
    for (const each of this.conversations) this.fetcher.loadIfShown(each);
    for (const each of this.conversations.open) this.reading.look(each);
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
    const isIn = (each) => this.postman.waitingIn(each).includes(post);
    if (error.code === "banned") {
      this.signals.banned.emit(error.detail);
    } else if (!post) {
      this.signals.warned.emit(error.detail);
    } else if (post.error && !this.conversations.open.some(isIn)) {
      this.signals.warned.emit(`${apart(post.name)}: ${error.detail}`);
    }
  }
}
