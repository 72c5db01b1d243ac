/**
 * Who is in a conversation, as far as the server has told: page by page, and of a place of
 * few people all at once. Those who are here come first, and then the others.
 */
import { fitting } from "../finding/match.js";
import { inOrder } from "../finding/fold.js";

const PAGE = 200;
// Of so many all are asked for, so that they can be put in order.
const WHOLE_MOST = 1000;
const NAMED_MOST = 20;
const nameOf = ({ name }) => name;

export class Members {
  conversation;
  /** How many there are; null until that is known. */
  total = null;
  /** What went wrong last. */
  refusal = null;
  isAsking = false;
  #listed = new Map();
  #found = new Map();
  #match = "";
  /** Where to go on: with those who are here first; null: that is all of them. */
  #next = { here: null, all: "" };
  #asked = new AbortController();
  #here = new Set();
  #ask;
  #isHere;
  #changed;

  /**
   * `ask(command, signal)` promises a page, `isHere(number, name)` says whether somebody
   * is here, and `changed()` is called when there is something else to show.
   */
  constructor({ conversation, ask, isHere, changed }) {
    this.conversation = conversation;
    [this.#ask, this.#isHere, this.#changed] = [ask, isHere, changed];
  }

  /** Whether all of them are known. */
  get isWhole() {
    return this.total !== null && this.#next.all === null;
  }

  /** Those to be shown: `{ here, away }`, each in order. */
  get shown() {
    const isFound = this.#match !== "";
    const known = isFound ? new Map([...this.#found, ...this.#listed]) : this.#listed;
    const all = [...known.values()];
    const listed = isFound ? fitting(this.#match, all, nameOf) : inOrder(all, nameOf);
    const here = listed.filter((each) => this.#isHere(each.id, each.name));
    // Those who are not come behind all of those who are.
    const isBehind = !isFound && this.#next.here !== null;
    const them = new Set(here);
    return { here, away: isBehind ? [] : listed.filter((each) => !them.has(each)) };
  }

  /** Ask for all anew; what is shown stays until there is an answer. */
  load() {
    this.#asked.abort();
    this.#asked = new AbortController();
    return this.#attempt(async (signal) => {
      let page = await this.#page({}, signal);
      const listed = new Map();
      const take = ({ members }) => members.forEach((each) => listed.set(each.id, each));
      take(page);
      while (page.more && page.total <= WHOLE_MOST) {
        page = await this.#page({ cursor: page.cursor }, signal);
        take(page);
      }
      this.#listed = listed;
      this.#next = { here: page.more ? "" : null, all: page.more ? page.cursor : null };
      if (page.more) await this.#goOn(signal);
    });
  }

  /** The next page, if there are others, and none is under way. */
  more() {
    if (this.isAsking || this.isWhole || this.total === null || this.#match) return;
    this.#attempt((signal) => this.#goOn(signal));
  }

  /** Show those whose names fit; of many the server knows whose names begin like that. */
  find(text) {
    this.#match = text.trim();
    this.#found = new Map();
    this.#changed();
    if (!this.#match || this.isWhole || this.total === null) return undefined;
    const match = this.#match;
    return this.#attempt(async (signal) => {
      const { members } = await this.#page({ match }, signal);
      if (match !== this.#match) return;
      for (const each of members) this.#found.set(each.id, each);
    });
  }

  /** Some have joined, by these names. */
  hearJoined(names) {
    if (names.length > NAMED_MOST / 5) return this.load();
    return this.#attempt(async (signal) => {
      for (const match of names) {
        const { members } = await this.#page({ match, limit: NAMED_MOST }, signal);
        for (const each of members.filter(({ name }) => name === match))
          this.#listed.set(each.id, each);
      }
    });
  }

  hearLeft(number) {
    if (this.#listed.delete(number) || !this.isWhole) this.total -= 1;
    this.#found.delete(number);
    this.#changed();
  }

  hearRenamed({ id, name, guest }) {
    const its = this.#listed.get(id);
    if (!its) return;
    Object.assign(its, { name, guest });
    this.#changed();
  }

  /** That has happened there: somebody has another role, maybe. */
  hearHappened(conversation, events) {
    const roles = events.filter(({ kind }) => kind === "role");
    if (conversation !== this.conversation || !roles.length) return;
    for (const { person, value } of roles) this.#setRole(person, value);
    this.#changed();
  }

  /** Some have come or gone; `now` is the time, in RFC 3339. Returns how many are here. */
  hearPeople(now) {
    const here = new Set();
    for (const each of this.#listed.values()) {
      if (this.#isHere(each.id, each.name)) here.add(each.id);
      else if (now && this.#here.has(each.id)) [each.seen, each.doors] = [now, undefined];
    }
    this.#here = here;
    this.#changed();
    return here.size;
  }

  /** Nobody wants to know any more. */
  end() {
    this.#asked.abort();
  }

  /** Of a room there is one owner. */
  #setRole(number, role) {
    for (const each of [...this.#listed.values(), ...this.#found.values()]) {
      if (each.id === number) each.role = role;
      else if (role === "owner" && each.role === role) each.role = "moderator";
    }
  }

  async #goOn(signal) {
    const here = this.#next.here !== null;
    const which = here ? "here" : "all";
    const page = await this.#page({ here, cursor: this.#next[which] }, signal);
    for (const each of page.members) this.#listed.set(each.id, each);
    this.#next[which] = page.more ? page.cursor : null;
  }

  async #page(asked, signal) {
    const { id } = this.conversation;
    const command = { type: "members", conversation: id, limit: PAGE, ...asked };
    const page = await this.#ask(command, signal);
    if (!signal.aborted) this.total = page.total;
    return page;
  }

  async #attempt(act) {
    const { signal } = this.#asked;
    this.isAsking = true;
    try {
      await act(signal);
      if (signal.aborted) return;
      this.refusal = null;
    } catch (refusal) {
      if (signal.aborted) return;
      this.refusal = refusal;
    }
    this.isAsking = false;
    this.hearPeople();
  }
}
