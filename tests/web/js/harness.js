/**
 * The tests' own vocabulary; tests/web/test_modules.py runs them, each by its name.
 */
export const tests = new Map();

export function test(name, body) {
  tests.set(name, body);
}

export function equal(actual, expected) {
  const [got, wanted] = [actual, expected].map((each) => JSON.stringify(each));
  if (got !== wanted) throw new Error(`got ${got}, not ${wanted}`);
}

/** A clock that stands still until it is told to go on. */
export class FakeClock {
  #now = 1_000_000;
  #timers = new Map();
  #count = 0;

  now() {
    return this.#now;
  }

  read(text) {
    return Date.parse(text);
  }

  after(ms, call) {
    this.#count += 1;
    this.#timers.set(this.#count, { due: this.#now + ms, call });
    return this.#count;
  }

  cancel(timer) {
    this.#timers.delete(timer);
  }

  /** Let time pass, with everything that falls due on the way. */
  pass(ms) {
    const end = this.#now + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      const [timer, { due, call }] = next;
      this.#now = due;
      this.#timers.delete(timer);
      call();
    }
    this.#now = end;
  }

  /** Time passes, and nothing runs. */
  sleep(ms) {
    this.#now += ms;
  }

  #next(end) {
    const due = [...this.#timers].filter(([, timer]) => timer.due <= end);
    return due.sort(([, a], [, b]) => a.due - b.due)[0];
  }
}

/** Whatever was promised has come. */
export function settled() {
  return new Promise((resolve) => setTimeout(resolve));
}

export const ADA = { id: 1, name: "ada", guest: false };

/** A `message` event, or a message, of Bob's. */
export function message(seq, fields = {}) {
  const said = {
    from: "bob",
    author: 2,
    body: `number ${seq}`,
    html: `<p>number ${seq}</p>`,
  };
  const at = "2026-01-31T14:05:00.000Z";
  return {
    type: "message",
    conversation: 7,
    seq,
    id: `id-${seq}`,
    at,
    ...said,
    ...fields,
  };
}

/** A message as `history` and `changes` carry it. */
export function stored(seq, fields = {}) {
  const { type, conversation, ...facts } = message(seq);
  const fresh = {
    changed: seq,
    edited: false,
    deleted: false,
    reactions: {},
    guest: false,
  };
  return { ...facts, ...fresh, ...fields };
}

export function room(fields = {}) {
  const facts = {
    id: 7,
    kind: "room",
    name: "#dev",
    key: "#dev",
    topic: "",
    head: 0,
    read: 0,
    unread: 0,
  };
  return { ...facts, private: false, ...fields };
}
