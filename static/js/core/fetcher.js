import { Backoff } from "./backoff.js";
import { PASSING } from "./requests.js";
import { Restored } from "./restored.js";

/**
 * Gets what a conversation lacks: its messages from the first that is unread, or the
 * last, older and newer ones, and missed changes.
 */
const PAGE = 50;
const RENEWED = 200;
// What was said since a restore: what this person has lost is looked for in it.
const RESTORED = 200;

export class Fetcher {
  restored;
  #loading = new Set();
  #jumping = new Set();
  #starting = new Set();
  #backoffs = new Map();
  #conversations;
  #requests;
  #postman;
  #clock;
  #random;
  #signals;

  constructor({ conversations, requests, postman, clock, random, signals }) {
    this.restored = new Restored({ conversations, postman, signals });
    this.#conversations = conversations;
    this.#requests = requests;
    this.#postman = postman;
    this.#clock = clock;
    this.#random = random;
    this.#signals = signals;
  }

  /**
   * The messages around the first unread one, or the last, unless they are here as the
   * server renders them.
   */
  async load(conversation) {
    if (conversation.id === null) return;
    if (conversation.isOld) this.#renew(conversation);
    if (conversation.isLoaded) return;
    const { unread, read } = conversation;
    if (this.restored.has(conversation))
      await this.#load(conversation, { limit: RESTORED });
    else await this.#load(conversation, unread ? { around: read } : {});
  }

  /** The last messages, whatever is here. */
  async latest(conversation) {
    if (!conversation.hasGap) return;
    const again = () => this.latest(conversation);
    await this.#load(conversation, {}, { busy: this.#jumping, again });
  }

  async #load(conversation, { limit = PAGE, ...where }, how) {
    const since = conversation.log.number;
    const page = await this.#history(conversation, { ...where, limit }, how);
    if (!page) return;
    conversation.load(page.messages, page.more, since, page.newer);
    this.restored.loaded(conversation);
    if (conversation === this.#conversations.current)
      this.#signals.shown.emit(conversation);
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
    // What the page that is on its way has missed is not to be forgotten.
    if (this.#loading.has(conversation)) return;
    const { messages, log } = conversation;
    const since = log.number;
    messages.expect();
    const isHere = () => conversation.messages === messages;
    // Whoever is still near the end of what is here asks once more.
    const again = () => isHere() && this.#signals.extended.emit(conversation, []);
    const page = await this.#history(conversation, { ...where, limit: PAGE }, { again });
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

  /** Have the messages of the open one, and of those where something is looked for. */
  loadIfShown(conversation) {
    const isShown = conversation === this.#conversations.current;
    if (isShown || this.restored.has(conversation)) this.load(conversation);
  }

  /** All that are here again, so that whoever reads them keeps their place. */
  async #renew(conversation) {
    const { messages } = conversation;
    let after = messages.first ? messages.first.seq - 1 : null;
    while (after !== null) {
      const page = await this.#history(conversation, { after, limit: RENEWED });
      if (!page || conversation.messages !== messages) return;
      const renewed = page.messages.filter((each) => messages.renew(each));
      this.#signals.changed.emit(conversation, renewed);
      const { seq } = page.messages.at(-1) ?? messages.last;
      after = page.more && seq < messages.last.seq ? seq : null;
    }
    conversation.isOld = false;
  }

  #merge(conversation, page) {
    const messages = conversation.merge(page);
    this.#postman.confirm(messages);
    this.#signals.changed.emit(conversation, messages);
    this.#signals.listed.emit();
  }

  /**
   * One page of history at a time and conversation; undefined if it did not come, and
   * `again()`, `load` unless said, is called later if it may then.
   */
  async #history(conversation, fields, { busy = this.#loading, again } = {}) {
    if (busy.has(conversation)) return undefined;
    busy.add(conversation);
    try {
      const command = { type: "history", conversation: conversation.id, ...fields };
      const page = await this.#requests.ask(command);
      this.#backoffs.delete(conversation);
      if (!conversation.log.isAnother(page.epoch)) return page;
      this.startAnew(conversation);
      return undefined;
    } catch (refusal) {
      this.#later(conversation, refusal, again ?? (() => this.load(conversation)));
      return undefined;
    } finally {
      busy.delete(conversation);
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
