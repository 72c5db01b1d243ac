/**
 * What this person sends later: the site keeps it, and sends it at its time; what could
 * not be sent stays here with an `error`. Each is as the wire has it (`Later`).
 */
import { say } from "../../words/words.js";

// What one looks at comes first.
const ASK_MS = 1_000;

export class Later {
  #all = new Map();
  #connection;
  #requests;
  #signals;
  #newId;

  constructor({ connection, requests, clock, signals, newId }) {
    this.#connection = connection;
    this.#requests = requests;
    this.#signals = signals;
    this.#newId = newId;
    signals.observe({ welcomed: () => clock.after(ASK_MS, () => this.#ask()) });
  }

  /** The wire's events that it takes in. */
  handlers = {
    scheduled: ({ messages, whole }) => {
      if (whole) this.#all.clear();
      for (const each of messages) this.#all.set(each.id, each);
      this.#signals.later.emit();
      const refused = messages.filter(({ error }) => error);
      if (!whole && refused.length) this.#tell(refused);
    },
    unscheduled: ({ id }) => {
      this.#all.delete(id);
      this.#signals.later.emit();
    },
  };

  /** By their times. */
  get all() {
    return [...this.#all.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  /** Those of a conversation. */
  in({ id, person }) {
    const isHere = (each) =>
      each.conversation === undefined
        ? person !== undefined && each.person === person
        : each.conversation === id;
    return this.all.filter(isHere);
  }

  /** `said`: {body, action, reply}, as a post; `at`: as on the wire. Resolves when it is kept. */
  schedule({ id, name }, { reply, ...said }, at, signal) {
    const answers = reply ? { reply_to: reply.quote.seq, epoch: reply.epoch } : {};
    const where = { id: this.#newId(), to: id ?? name, at };
    return this.#requests.wish({ type: "schedule", ...where, ...said, ...answers }, signal);
  }

  /** `changes`: {body, at} or {now}. */
  change({ id }, changes, signal) {
    return this.#requests.wish({ type: "reschedule", id, ...changes }, signal);
  }

  cancel({ id }) {
    return this.#requests.wish({ type: "unschedule", id });
  }

  async #ask() {
    if (!this.#connection.isConnected) return;
    try {
      await this.#requests.ask({ type: "scheduled" });
    } catch {
      // An older server knows nothing of it; and the next welcome asks again.
    }
  }

  /** Why, in this person's language: that is said to whoever asks. */
  async #tell(refused) {
    await this.#ask();
    for (const { id } of refused) {
      const { name: place, detail: reason } = this.#all.get(id) ?? {};
      if (reason) this.#signals.warned.emit(say("Not sent to {place}: {reason}", { place, reason }));
    }
  }
}
