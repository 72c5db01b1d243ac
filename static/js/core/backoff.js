/** When to try again what has failed: a thousand pages do not come back at once. */
const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** Half to whole of 1 s, 2 s, 4 s, … 30 s; `random()` is from 0 to 1. */
export class Backoff {
  #tries = 0;
  #random;

  constructor(random) {
    this.#random = random;
  }

  /** It has worked: the pauses start small again. */
  reset() {
    this.#tries = 0;
  }

  /** Milliseconds until the next try. */
  pause() {
    const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#tries);
    this.#tries += 1;
    return longest * (0.5 + this.#random() / 2);
  }
}
