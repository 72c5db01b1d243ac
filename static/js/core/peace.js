/**
 * What those who keep peace do about somebody, and what waits for them, by their verbs: as
 * in `Commands`. What they look after, the table of permissions says.
 */
import { endOf } from "../words/ends.js";
import { may } from "./permissions.js";
import { apart, say, sayCount } from "../words/words.js";

// What one looks at comes first.
const ASK_MS = 1_000;

export class Peace {
  commands;
  #clock;
  #conversations;
  #held = new Map();
  #heldOnes;
  #isKnown = false;
  #reports;
  #signals;
  #you;

  /** `held` and `reports` are those of the same chat. */
  constructor({ clock, conversations, requests, signals, you, held, reports }) {
    this.commands = new PeaceCommands(requests);
    [this.#clock, this.#conversations] = [clock, conversations];
    [this.#signals, this.#you, this.#heldOnes, this.#reports] = [signals, you, held, reports];
    const learn = () => this.#clock.after(ASK_MS, () => this.#learn());
    signals.observe({ welcomed: learn, queue: () => this.#signals.peace.emit() });
  }

  /** The wire's events that it takes in. */
  handlers = {
    holds: ({ messages, ref }) => {
      if (ref === undefined) this.#hold(messages);
    },
    muted: (event) => this.#signals.warned.emit(mutedText(event)),
    decided: ({ number }) => {
      if (this.#held.delete(number)) this.#signals.peace.emit();
    },
  };

  /** Whether there is anything that this person looks after. */
  get isKept() {
    return Boolean(this.#you.moderates) || this.rooms.length > 0;
  }

  /** The rooms that they look after. */
  get rooms() {
    const all = [...this.#conversations].filter(({ isRoom, id }) => isRoom && id !== null);
    return all.filter((each) => may("see bans", each, this.#you));
  }

  /** What others have said and waits for this person, the oldest first. */
  get held() {
    return [...this.#held.values()].sort((one, other) => one.number - other.number);
  }

  /** How much waits for them. */
  get waiting() {
    return this.#reports.waiting + this.#held.size;
  }

  /** As `held`, but asked for where it is not known yet. */
  async allHeld() {
    if (!this.#isKnown) await this.#learn();
    return this.held;
  }

  async #learn() {
    if (!this.isKept) return;
    try {
      await this.#reports.page({ limit: 1 });
      this.#held = new Map();
      for (let after = 0; after !== undefined; ) after = await this.#learnFrom(after);
      this.#isKnown = true;
      this.#signals.peace.emit();
    } catch {
      // The next welcome asks again.
    }
  }

  async #learnFrom(after) {
    const { messages, more = false } = await this.#heldOnes.page(after);
    this.#hold(messages);
    return more ? messages.at(-1).number : undefined;
  }

  #hold(messages) {
    const others = messages.filter(
      ({ author, refused = false }) => author !== this.#you.id && !refused,
    );
    for (const each of others) this.#held.set(each.number, each);
    if (others.length) this.#signals.peace.emit();
  }
}

class PeaceCommands {
  #requests;

  constructor(requests) {
    this.#requests = requests;
  }

  /** Delete what somebody said of late; `room`: there alone. `whom`: `{ name, number }`. */
  purge({ name, number: author }, { room, reason, seconds }, signal) {
    return this.#ask("purge", { name, author, conversation: room?.id, reason, seconds }, signal);
  }

  unpurge({ purge }) {
    return this.#ask("unpurge", { purge });
  }

  /** `seconds`: for how long; undefined: until somebody ends it. */
  mute({ name, number: author }, { on = true, reason, seconds }, signal) {
    return this.#ask("mute", { name, author, on, reason, seconds }, signal);
  }

  /** `reach`: `person`, `address` or `network`. */
  shutOut({ name, number: author }, { on = true, reach, reason, seconds }, signal) {
    return this.#ask("shutout", { name, author, on, reach, reason, seconds }, signal);
  }

  /** Who is muted and shut out on the site, and what this person may do there. */
  list(signal) {
    return this.#ask("peace", {}, signal);
  }

  acts({ before, limit }, signal) {
    return this.#ask("acts", { before, limit }, signal);
  }

  approve({ number: held }) {
    return this.#ask("approve", { held });
  }

  refuse({ number: held }, reason, signal) {
    return this.#ask("refuse", { held, reason }, signal);
  }

  #ask(type, fields, signal) {
    return this.#requests.wish({ type, ...fields }, signal);
  }
}

/** So much that was deleted is where it was. */
export function backText(count, whom) {
  return sayCount(
    count,
    "{count} message of {whom} is back.",
    "{count} messages of {whom} are back.",
    { whom },
  );
}

/** Behind what was done: the reason, from where, and until when, as far as is known. */
export function whyOf({ reason, networks = [], until }) {
  const words = [...(reason ? [apart(reason)] : []), ...networks].join(", ");
  const known = [words, endOf(until)].filter(Boolean).join(" ");
  return known ? ` (${known})` : "";
}

function mutedText({ name, on, ...its }) {
  if (!on) return say("{name} may speak again.", { name });
  return say("{name} is silenced.", { name }) + whyOf(its);
}
