/**
 * One conversation as this page knows it: its facts, its log, what is unread, and, once
 * it was opened, its messages. `person` is the number of a direct one's other person;
 * `people` are the others of a group.
 *
 * `id` is null for a direct conversation that nobody has written in yet, and for a room
 * that is looked at from outside. `openedAs` is its first name here, which what waits
 * to be posted has.
 */
import { happen, letGo, SETTINGS } from "../history/happened.js";
import { Blocks } from "../people/blocks.js";
import { concerns, recount } from "../content/mentions.js";
import { Log } from "../history/log.js";
import { Messages } from "../history/messages.js";
import { Named } from "./named.js";
import { requote } from "../content/quotes.js";
import { Unread } from "../reading/unread.js";

export class Conversation extends Named {
  id;
  openedAs;
  topic;
  private;
  read;
  log;
  /** What of it calls; whether the room was put out of the list. */
  level;
  hidden;
  /** Something was marked unread here: to look at it reads nothing, until one leaves. */
  isKept = false;
  /** Whether it stands in a pane of the page. */
  isOpen = false;
  messages = null;
  /** What happened beside what was said, as far as it is here, by its number. */
  events = new Map();
  /** What is unread, and of that what names this person, or calls all. */
  news = new Unread();
  named = new Unread();
  /** Another renderer than the server's has made the html that is here. */
  isOld = false;
  /** What is here stands around a message that was to be seen. */
  isAside = false;
  /** The message that is to be seen, once it is known which log this is. */
  sought = undefined;
  #blocks;
  // What pages of `changes` have brought, before the last one of them has come.
  #early = [];

  /** What those in `blocks` say is nothing unread. */
  constructor(wire, you, blocks = new Blocks()) {
    super(you);
    this.#blocks = blocks;
    this.openedAs = wire.name;
    this.see(wire);
  }

  get isLoaded() {
    return this.messages !== null;
  }

  /** Whether there are newer messages than those that are here. */
  get hasGap() {
    return this.messages?.newer ?? false;
  }

  /** The first message that is unread, if it is known which one that is. */
  get firstUnread() {
    if (!this.messages?.reaches(this.read)) return undefined;
    return this.messages.all.find((each) => this.#isUnread(each));
  }

  /** How many messages by others were not read, and are there; `news.most` at most. */
  get unread() {
    return this.news.count;
  }

  /** Take in what `welcome` or `joined` says. */
  see(wire) {
    // It is on the server now: its messages are loaded from there.
    if (this.id === null && wire.id !== null) this.forget();
    this.id = wire.id;
    this.seeNames(wire);
    this.topic = wire.topic;
    this.private = wire.private;
    this.read = wire.read;
    this.level = wire.level ?? "all";
    this.hidden = wire.hidden ?? false;
    for (const each of ["role", "until", "reason", ...SETTINGS]) this[each] = wire[each];
    this.news.see(wire.unread ?? 0, wire.head, wire.read);
    this.named.see(wire.mentions ?? 0, wire.head, wire.read);
    if (this.isLoaded) return this.log.hear(wire.head);
    this.log = new Log(wire.head, wire.epoch ?? this.log?.epoch);
    this.#early = [];
  }

  /**
   * Take in the last messages, which were asked for when the log was at `since`; or
   * others, and there are `newer` ones.
   */
  load(messages, more, since = this.log.number, newer = false) {
    this.messages = new Messages(messages, more, newer);
    this.isOld = this.isAside = false;
    this.log.rewind(since);
    letGo(this);
  }

  /** Let the messages go: they are loaded anew when somebody looks. */
  forget() {
    this.messages = null;
    this.events.clear();
    this.isOld = this.isAside = false;
  }

  /** A live event of the log; returns whether it was the next one. */
  receive(event) {
    if (!this.log.take(event.seq)) return false;
    happen(this, [event], this.you);
    if (event.type === "message") this.#count(event);
    if (event.type === "edited" && this.isHeard(event.author))
      recount(this.named, event, this.messages?.get(event.target), this.you);
    if (event.type === "deleted") {
      // A server of before does not say whose it was.
      const { seq: changed, target: seq, whose } = event;
      const author = whose ?? this.messages?.get(seq)?.author;
      this.#count({ seq, author, changed, deleted: true });
    }
    return true;
  }

  /** A page of `changes`; returns, with the last, the messages that show something new. */
  merge(page) {
    this.log.answer(page.upto, page.more);
    this.topic = page.topic;
    happen(this, page.events, this.you);
    this.#early.push(...page.messages);
    if (page.more) return [];
    const changed = this.#early.splice(0);
    changed.forEach((each) => this.#count(each));
    if (!this.isLoaded) return [];
    const fresh = changed.filter((each) => this.messages.put(each));
    const others = changed.filter(({ edited, deleted }) => edited || deleted);
    const quoting = others.flatMap((each) => requote(this.messages.all, each));
    return [...new Set([...fresh, ...quoting])];
  }

  /** Everything up to `seq` was read, here or elsewhere. */
  readUpTo(seq) {
    this.read = Math.max(this.read, seq);
    if (!this.#hasAllAfter(this.read)) {
      for (const each of [this.news, this.named]) each.readUpTo(this.read);
      return;
    }
    const left = this.messages.all.filter((each) => this.#isUnread(each));
    const named = left.filter((each) => concerns(each, this.you));
    this.news.see(left.length, this.log.number, this.read);
    this.named.see(named.length, this.log.number, this.read);
  }

  /** All that is here was seen. */
  seeAll() {
    this.news.clear();
    this.named.clear();
  }

  /** Whether what that person says calls for being read. */
  isHeard(author) {
    return author !== this.you.id && !this.#blocks.has(author);
  }

  /** Whether some of the log comes after `seq`, and all of that is here. */
  #hasAllAfter(seq) {
    const { messages, log } = this;
    if (!messages || messages.newer || !messages.reaches(seq)) return false;
    return log.number === log.head && seq < log.head;
  }

  #isUnread({ seq, author, deleted }) {
    return seq > this.read && !deleted && this.isHeard(author);
  }

  #count({ seq, author, deleted = false, changed = seq, ...more }) {
    if (author === undefined || !this.isHeard(author)) return;
    const said = deleted ? this.messages?.get(seq) : more;
    const isNamed = this.named.has(seq) || concerns({ ...said, author }, this.you);
    for (const each of isNamed ? [this.news, this.named] : [this.news]) {
      if (deleted) each.deleted(seq, changed);
      else each.said(seq);
    }
  }
}
