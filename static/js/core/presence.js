/**
 * Who is online, by name.
 *
 * Deltas carry a version. One that does not follow ours means that something was
 * missed, or that the server has lost its count: ask `who`, one question at a time.
 */
import { inOrder } from "./fold.js";

export class Presence {
  #names = new Set();
  #version;
  #asked = false;
  #heardMeanwhile = null;

  constructor(names = [], version = 0) {
    this.replace(names, version);
  }

  get names() {
    return inOrder([...this.#names]);
  }

  has(name) {
    return this.#names.has(name);
  }

  /** The whole list, from `welcome` or `online`. */
  replace(names, version) {
    this.#names = new Set(names);
    this.#version = version;
    this.#asked = false;
    if (this.#heardMeanwhile <= version) this.#heardMeanwhile = null;
  }

  /** A delta; returns whether it followed ours and was taken in. */
  receive({ version, online, offline }) {
    if (version === this.#version) return false;
    if (version !== this.#version + 1) {
      this.#heardMeanwhile = version;
      return false;
    }
    this.#version = version;
    for (const name of offline) this.#names.delete(name);
    for (const name of online) this.#names.add(name);
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
}
