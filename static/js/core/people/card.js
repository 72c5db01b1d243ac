/** What people have others see of them: a picture, how they are, what time it is there. */

// No timer holds for much longer; by then the page has asked again.
const TIMED_MS = 20 * 86_400_000;

export class Card {
  /** Whether others see what time it is where this person is. */
  showsTime = true;
  #statuses = new Map();
  #zone;
  #requests;
  #blocks;
  #clock;
  #signals;

  constructor({ requests, blocks, clock, signals }) {
    this.#requests = requests;
    this.#blocks = blocks;
    this.#clock = clock;
    this.#signals = signals;
  }

  /** The wire's events that it takes in. */
  handlers = {
    status: ({ status }) => this.#take([status]),
    statuses: ({ statuses }) => {
      this.#statuses.clear();
      this.#take(statuses);
    },
    avatar: (its) => this.#signals.pictured.emit(its),
    zone: ({ zone, on }) => this.begin({ zone: on ? zone : undefined }),
  };

  /** What `welcome` says: of who shows nothing it has no zone. */
  begin({ zone }) {
    this.showsTime = zone !== undefined;
    this.#zone = zone;
  }

  /** The connection is up, to a page whose clock is in that zone. */
  connected(zone) {
    this.#requests.ask({ type: "statuses" }).catch(() => {});
    if (this.showsTime && zone && zone !== this.#zone)
      this.#requests.ask({ type: "zone", zone }).catch(() => {});
  }

  /** How somebody says they are: `{ text, until }`; undefined if they do not. */
  statusOf(number) {
    const status = this.#statuses.get(number);
    const isOver = status?.until && this.#clock.read(status.until) <= this.#clock.now();
    return isOver || this.#blocks.has(number) ? undefined : status;
  }

  /** Say how one is; `until` when, as the wire has it, if it ends. */
  say(text, until) {
    return this.#requests.wish({ type: "status", text, until });
  }

  /** Have others see what time it is in that zone, or not. */
  showTime(on, zone = "") {
    return this.#requests.wish({ type: "zone", zone, on });
  }

  #take(statuses) {
    const tell = () => this.#signals.people.emit();
    for (const { person, text, until } of statuses) {
      if (text) this.#statuses.set(person, { text, until });
      else this.#statuses.delete(person);
      const left = until ? this.#clock.read(until) - this.#clock.now() : 0;
      if (left > 0 && left < TIMED_MS) this.#clock.after(left, tell);
    }
    tell();
  }
}
