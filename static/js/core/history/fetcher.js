import { Backoff } from "../backoff.js";
import { covers } from "./covers.js";
import { noted } from "./happened.js";
import { PASSING } from "../passing.js";
import { renew } from "./renewing.js";
import { Restored } from "./restored.js";

/**
 * Gets what a conversation lacks: its messages from the first that is unread, or the
 * last, older and newer ones, and missed changes.
 */
const PAGE = 50;
// As many as a frame can draw, and more than a screen has.
const MORE = 16;
// What was said since a restore: what this person has lost is looked for in it.
const RESTORED = 200;

export class Fetcher {
  restored;
  #loading = new Set();
  #jumping = new Set();
  #starting = new Set();
  #backoffs = new Map();
  #requests;
  #postman;
  #clock;
  #random;
  #signals;

  constructor({ requests, postman, clock, random, signals }) {
    this.restored = new Restored({ postman, signals });
    [this.#requests, this.#postman, this.#signals] = [requests, postman, signals];
    [this.#clock, this.#random] = [clock, random];
  }

  /**
   * The messages around the first unread one, or the last, unless they are here as the
   * server renders them.
   */
  async load(conversation) {
    const { id, sought } = conversation;
    if (id === null) return;
    conversation.sought = undefined;
    if (sought) return this.reach(conversation, sought);
    if (conversation.isOld) {
      const ask = (fields) => this.#history(conversation, fields);
      renew(conversation, ask, this.#signals);
    }
    if (conversation.isLoaded) return undefined;
    const where = conversation.unread ? { around: conversation.read } : {};
    const isLost = this.restored.has(conversation);
    return this.#load(conversation, isLost ? { limit: RESTORED } : where);
  }

  /** The last messages, whatever is here. */
  async latest(conversation) {
    if (!conversation.hasGap) return;
    const again = () => this.latest(conversation);
    await this.#load(conversation, {}, { busy: this.#jumping, again });
  }

  /** Have what stands around a message here, and say so. */
  async reach(conversation, seq) {
    if (conversation.id === null) return (conversation.sought = seq); // known soon, maybe
    const again = () => this.reach(conversation, seq);
    if (!covers(conversation, seq))
      await this.#load(conversation, { around: seq }, { busy: this.#jumping, again });
    if (!covers(conversation, seq)) return undefined;
    conversation.isAside = conversation.hasGap;
    this.#signals.reached.emit(conversation, seq);
  }

  async #load(conversation, { limit = PAGE, ...where }, how) {
    const since = conversation.log.number;
    const page = await this.#history(conversation, { ...where, limit }, how);
    if (!page) return;
    conversation.load(page.messages, page.more, since, page.newer);
    this.restored.loaded(conversation);
    if (conversation.isOpen) this.#signals.shown.emit(conversation);
    this.catchUp(conversation);
  }

  /** The page of messages next below those that are here. */
  async older(conversation) {
    const { messages } = conversation;
    if (!messages?.more || !messages.first || conversation.isOld) return;
    const before = messages.first.seq;
    await this.#extend(conversation, { before }, (page) => {
      if (messages.first.seq !== before) return false; // they were trimmed meanwhile
      messages.prepend(page.messages, page.more);
      return true;
    });
  }

  /** The page of messages next above those that are here. */
  async newer(conversation) {
    const { messages } = conversation;
    if (!messages?.newer || conversation.isOld) return;
    const after = messages.last.seq;
    await this.#extend(conversation, { after }, (page) => {
      if (messages.last.seq !== after) return false;
      messages.append(page.messages, page.more);
      return true;
    });
  }

  async #extend(conversation, where, take) {
    const { messages, log } = conversation;
    // What the page that is on its way has missed is not to be forgotten.
    if (this.#loading.has(messages)) return;
    const since = log.number;
    messages.expect();
    const isHere = () => conversation.messages === messages;
    // Whoever is still near the end of what is here asks once more.
    const again = () => isHere() && this.#signals.extended.emit(conversation, []);
    const page = await this.#history(conversation, { ...where, limit: MORE }, { again });
    if (!page || !isHere() || !take(page)) return;
    // What was said, or changed, after the page was read had no place here yet.
    if (messages.hasMissed) log.rewind(since);
    this.#signals.extended.emit(conversation, page.messages);
    this.catchUp(conversation);
  }

  /** Ask for the changes that are missing, page by page, one question at a time. */
  async catchUp(conversation) {
    const since = conversation.log.question();
    if (since === null) return;
    try {
      const command = { type: "changes", conversation: conversation.id, since };
      const page = await this.#requests.ask(command);
      this.#backoffs.delete(conversation);
      if (page.reset || conversation.log.isAnother(page.epoch)) {
        conversation.log.lost();
        await this.startAnew(conversation);
        return;
      }
      this.#merge(conversation, page);
      this.catchUp(conversation);
    } catch (refusal) {
      conversation.log.lost();
      this.#later(conversation, refusal, () => this.catchUp(conversation));
    }
  }

  /** Its log is not the one that is known here: ask for what it is now. */
  async startAnew(conversation) {
    if (this.#starting.has(conversation)) return;
    this.#starting.add(conversation);
    try {
      const { id } = conversation;
      const command = { type: "conversations", after: id - 1, limit: 1 };
      const { conversations } = await this.#requests.ask(command);
      const wire = conversations.find((each) => each.id === id);
      if (wire) this.#begin(conversation, wire);
    } catch (refusal) {
      this.#later(conversation, refusal, () => this.startAnew(conversation));
    } finally {
      this.#starting.delete(conversation);
    }
  }

  #begin(conversation, wire) {
    this.restored.letGo(conversation);
    this.restored.tell();
    conversation.see(wire);
    this.#signals.listed.emit();
    this.loadIfShown(conversation);
  }

  /** Have the messages of an open one, and of those where something is looked for. */
  loadIfShown(conversation) {
    if (conversation.isOpen || this.restored.has(conversation)) this.load(conversation);
  }

  #merge(conversation, page) {
    const [name, messages] = [conversation.name, conversation.merge(page)];
    if (conversation.name !== name) this.#signals.renamed.emit(conversation, name);
    if (page.events?.length) this.#signals.happened.emit(conversation, page.events);
    this.#postman.confirm(messages);
    this.#signals.changed.emit(conversation, messages);
    this.#signals.listed.emit();
  }

  /**
   * One page of history at a time for the messages that are here, or for those that are
   * to be; undefined if it did not come, and `again()`, `load` unless said, is called
   * later if it may then. Whoever jumps has not changed their mind when the connection
   * is back.
   */
  async #history(conversation, fields, { busy = this.#loading, again } = {}) {
    // What is on its way to messages that were let go is not waited for.
    const taker = conversation.messages ?? conversation;
    if (busy.has(taker)) return undefined;
    busy.add(taker);
    try {
      const command = { type: "history", conversation: conversation.id, ...fields };
      const isJump = busy === this.#jumping;
      const page = await this.#requests[isJump ? "wish" : "ask"](command);
      this.#backoffs.delete(conversation);
      if (!conversation.log.isAnother(page.epoch)) return noted(conversation, page);
      this.startAnew(conversation);
      return undefined;
    } catch (refusal) {
      this.#later(conversation, refusal, again ?? (() => this.load(conversation)));
      return undefined;
    } finally {
      busy.delete(taker);
    }
  }

  /** After the connection broke it is `welcome` that starts everything again. */
  #later(conversation, { code, retry }, call) {
    if (!PASSING.has(code)) return;
    const backoff = this.#backoffs.get(conversation) ?? new Backoff(this.#random);
    this.#backoffs.set(conversation, backoff);
    this.#clock.after(retry === undefined ? backoff.pause() : 1000 * retry, call);
  }
}
