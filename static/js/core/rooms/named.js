/**
 * What a conversation is called: a room has a name, a talk of two has the other one's, a
 * group is called by its `people`, who are in it beside `you`. `person` is the number of
 * a direct one's other person.
 */
import { number, say } from "../../words/words.js";
import { inOrder } from "../finding/fold.js";

const NAMES_SHOWN = 3;

export class Named {
  kind;
  name;
  key;
  person;
  people = [];
  gone;
  you;
  #formers = new Set();

  constructor(you) {
    this.you = you;
  }

  /** Take in what `welcome` or `joined` says of that. */
  seeNames({ kind, name, key, gone, person, people = [] }) {
    this.kind = kind;
    this.person = person;
    this.people = people;
    this.rename(name, key, gone);
  }

  get isRoom() {
    return this.kind === "room";
  }

  /** The name without its `#` or `@`. */
  get label() {
    return this.name.slice(1);
  }

  get isGroup() {
    return this.kind === "group";
  }

  /** Whether it is what this person notes for themselves. */
  get isNotes() {
    return this.person !== undefined && this.person === this.you?.id;
  }

  /** What it is called in lists. A group has no name: its people do; as chat/web/tags.py. */
  get title() {
    if (this.isNotes) return say("{name} (notes)", { name: this.label });
    if (!this.isGroup) return this.label;
    const names = this.people.map(({ name }) => name);
    const more = names.length - NAMES_SHOWN;
    const shown = names.slice(0, NAMES_SHOWN).join(say(", "));
    return (more > 0 ? `${shown} +${number(more)}` : shown) || this.name;
  }

  /** What it is called in sentences, and at its head: as in `to`, where that says it. */
  get called() {
    return this.isGroup || this.isNotes ? this.title : this.name;
  }

  /**
   * Be called that, as the wire spells it. `gone`: the other one is a guest, who has
   * lost the name.
   */
  rename(name, key, gone = false) {
    if (![undefined, name].includes(this.name) && !gone)
      for (const former of [this.name, this.key]) this.#formers.add(former);
    this.name = name;
    this.key = key;
    this.gone = gone;
  }

  /** Somebody of a group is called that from now on. */
  renameOne({ id, name, key }) {
    const others = this.people.filter((each) => each.id !== id);
    if (others.length === this.people.length) return;
    this.people = inOrder([...others, { id, name, key }], (each) => each.name);
  }

  /** Somebody has left this group. */
  letOneGo(person) {
    this.people = this.people.filter(({ id }) => id !== person);
  }

  /** Whether it was called that before: see `rename`. */
  wasCalled(name) {
    return this.#formers.has(name);
  }
}
