/**
 * Who is online, by number; by name alone, if the server is of the version before.
 *
 * Deltas carry a version. One that does not follow ours means that something was
 * missed, or that the server has lost its count: ask `who`, one question at a time.
 */
import { inOrder } from "../finding/fold.js";

export class Presence {
  #people = new Map();
  #hasNumbers = false;
  #version;
  #asked = false;
  #heardMeanwhile = null;

  constructor(names = [], version = 0, numbers = []) {
    this.replace(names, version, numbers);
  }

  get names() {
    return inOrder([...this.#people.values()]);
  }

  has(name) {
    return [...this.#people.values()].includes(name);
  }

  /** Whether that person is here, whatever they are called. */
  hasPerson(number, name) {
    return this.#hasNumbers ? this.#people.has(number) : this.has(name);
  }

  /** Who of those here is called that; undefined if nobody, or if it is not known. */
  numberOf(name) {
    const found = this.#hasNumbers && [...this.#people].find(([, its]) => its === name);
    return found ? found[0] : undefined;
  }

  /** The whole list, from `welcome` or `online`. */
  replace(names, version, numbers = []) {
    this.#hasNumbers = numbers.length > 0 && numbers.length === names.length;
    const people = names.map((name, place) => [this.#key(numbers[place], name), name]);
    this.#people = new Map(people);
    this.#version = version;
    this.#asked = false;
    if (this.#heardMeanwhile <= version) this.#heardMeanwhile = null;
  }

  /** A delta; returns whether it followed ours and was taken in. */
  receive({ version, online, offline, came = [], went = [] }) {
    if (version === this.#version) return false;
    const saysWho = came.length === online.length && went.length >= offline.length;
    if (version !== this.#version + 1 || (this.#hasNumbers && !saysWho)) {
      this.#heardMeanwhile = version;
      return false;
    }
    this.#version = version;
    for (const key of this.#hasNumbers ? went : offline) this.#people.delete(key);
    for (const [place, name] of online.entries())
      this.#people.set(this.#key(came[place], name), name);
    return true;
  }

  /** Whether `who` has to be asked now; true once until the answer came. */
  question() {
    if (this.#asked || this.#heardMeanwhile === null) return false;
    const missed = this.#heardMeanwhile !== this.#version;
    this.#heardMeanwhile = null;
    this.#asked = missed;
    return missed;
  }

  /** The question will not be answered. */
  lost() {
    this.#asked = false;
  }

  #key(number, name) {
    return this.#hasNumbers ? number : name;
  }
}
