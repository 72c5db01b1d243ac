/**
 * Notices that another day has begun while the page is open.
 *
 * It looks often: a timer stands still while the computer sleeps, and the clock may be
 * set. The tenths of a minute come with every zone's midnight.
 */
const LOOK_MS = 6_000;

export class Midnight {
  #day = null;
  #timer = null;
  #clock;
  #dayOf;
  #passed;

  /** `dayOf(now)` names the day in the reader's zone; `passed()` is called. */
  constructor({ clock, dayOf, passed }) {
    this.#clock = clock;
    this.#dayOf = dayOf;
    this.#passed = passed;
  }

  /** Look now, and from now on. */
  look() {
    const now = this.#clock.now();
    const [day, before] = [this.#dayOf(now), this.#day];
    this.#clock.cancel(this.#timer);
    this.#timer = this.#clock.after(LOOK_MS - (now % LOOK_MS), () => this.look());
    this.#day = day;
    if (before !== null && day !== before) this.#passed();
  }
}
