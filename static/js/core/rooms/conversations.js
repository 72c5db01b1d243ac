/** All conversations that one person is in, and which of those that are open is at hand. */
import { Blocks } from "../people/blocks.js";
import { Conversation } from "./conversation.js";
import { inOrder } from "../finding/fold.js";
import { isListed, signOf } from "../reading/unread.js";

export class Conversations {
  /** The open one that the person is at. */
  current = null;
  #all = [];
  /** It has made the html that is here. */
  renderer;
  #you;
  #blocks;

  constructor(wires, you, blocks = new Blocks(), renderer = undefined) {
    this.renderer = renderer;
    this.#you = you;
    this.#blocks = blocks;
    for (const wire of wires) this.add(wire);
  }

  [Symbol.iterator]() {
    return this.#all.values();
  }

  /** Those that are shown. */
  get open() {
    return this.#all.filter((each) => each.isOpen);
  }

  /** The lobby first, then by name. */
  get rooms() {
    const isHere = (each) => isListed(each) || each.isOpen;
    const rooms = this.#sorted((each) => each.isRoom && isHere(each));
    const isLobby = (each) => each.name === "#lobby";
    return [...rooms.filter(isLobby), ...rooms.filter((each) => !isLobby(each))];
  }

  /** Talks of two, and groups; what this person notes for themselves first. */
  get directs() {
    const talks = this.#sorted((each) => !each.isRoom);
    return [...talks.filter(isNotes), ...talks.filter((each) => !isNotes(each))];
  }

  /** How much is unread in all but `one` that is meant for this person. */
  wordsBeside(one = null) {
    const others = this.#all.filter((each) => each !== one);
    return others.reduce((sum, each) => sum + signOf(each).number, 0);
  }

  /** Whether chatter calls in any room but `one`. */
  hasChatterBeside(one = null) {
    const others = this.#all.filter((each) => each !== one);
    return others.map(signOf).some(({ hasDot, calls }) => hasDot && calls);
  }

  /** Those where something is unread that is not to be left alone, as they are listed. */
  get withNews() {
    const all = [...this.rooms, ...this.directs].filter(({ id }) => id !== null);
    const isNews = ({ number, hasDot }) => number > 0 || hasDot;
    return all.filter((each) => isNews(signOf(each)));
  }

  /** The next of these behind the open one, or before it; round and round. */
  nextWithNews(step) {
    const all = [...this.rooms, ...this.directs];
    const news = new Set(this.withNews);
    const here = all.indexOf(this.current);
    const turns = all.map((_, n) => all.at((here + step * (n + 1)) % all.length));
    return turns.find((each) => each !== this.current && news.has(each));
  }

  /** None has the number null. */
  byId(id) {
    return this.#all.find((each) => each.id !== null && each.id === id);
  }

  /** What the one of that number is called, which the wire calls by that name. */
  called(id, name) {
    return this.byId(id)?.called ?? name;
  }

  /** The newest of a name, as the wire spells it: as it is shown, or its key. */
  byName(name) {
    const named = this.#all.filter((each) => each.name === name || each.key === name);
    return named.sort((a, b) => a.id - b.id).at(-1);
  }

  /** Take in one conversation; returns it, the same object if it was known. */
  add(wire) {
    const known = this.byId(wire.id) ?? this.#waitingFor(wire);
    if (known) {
      known.see(wire);
      return known;
    }
    const conversation = new Conversation(wire, this.#you, this.#blocks);
    this.#all.push(conversation);
    return conversation;
  }

  /** What was called that before, and is followed from there. */
  formerly(name) {
    return this.#all.find((each) => each.wasCalled(name));
  }

  /** The direct conversation with the person of that number. */
  withPerson(person) {
    if (person === undefined) return undefined;
    return this.#all.find((each) => each.person === person);
  }

  /**
   * The direct conversation with somebody, which may not exist on the server yet. The
   * name is as the wire spells it: what a person types is asked for first. `person` is
   * their number, if it is known.
   */
  direct(name, person) {
    const named = this.byName(`@${name}`);
    const isTheirs = [named?.person, person].includes(undefined);
    const theirs = this.withPerson(person) ?? (isTheirs ? named : undefined);
    return theirs ?? this.add(emptyDirect(name, person));
  }

  /** Take in the whole list; returns those that are no longer on it. */
  replace(wires) {
    const ids = new Set(wires.map((wire) => wire.id));
    for (const wire of wires) this.add(wire);
    const gone = this.#all.filter((each) => each.id !== null && !ids.has(each.id));
    gone.forEach((each) => this.remove(each));
    return gone;
  }

  /** What the server renders with now: html of another is kept only where it is shown. */
  renderedBy(renderer) {
    if (renderer === this.renderer) return;
    this.renderer = renderer;
    for (const each of this.#all) {
      if (each.isOpen) each.isOld = each.isLoaded;
      else each.forget();
    }
  }

  remove(conversation) {
    this.#all = this.#all.filter((each) => each !== conversation);
  }

  /** One that was opened here before it was this person's on the server. */
  #waitingFor(wire) {
    const named = this.byName(wire.name) ?? this.byName(wire.key);
    return named?.id === null ? named : undefined;
  }

  #sorted(condition) {
    return inOrder(this.#all.filter(condition), (each) => each.title);
  }
}

function isNotes(conversation) {
  return conversation.isNotes;
}

function emptyDirect(name, person) {
  const empty = { topic: "", head: 0, read: 0, unread: 0, private: true };
  const called = { name: `@${name}`, key: `@${name}`, person };
  return { id: null, kind: "direct", ...called, ...empty };
}
