/** What waits for those who moderate. What they look after, the table of permissions says. */
import { may } from "../permissions.js";

// What one looks at comes first.
const ASK_MS = 1_000;

export class Moderation {
  #clock;
  #conversations;
  #held = new Map();
  #heldOnes;
  #isKnown = false;
  #reports;
  #signals;
  #you;

  /** `held` and `reports` are those of the same chat. */
  constructor({ clock, conversations, signals, you, held, reports }) {
    [this.#clock, this.#conversations] = [clock, conversations];
    [this.#signals, this.#you, this.#heldOnes, this.#reports] = [signals, you, held, reports];
    const learn = () => this.#clock.after(ASK_MS, () => this.#learn());
    signals.observe({ welcomed: learn, queue: () => this.#signals.moderation.emit() });
  }

  /** The wire's events that it takes in. */
  handlers = {
    holds: ({ messages, ref }) => {
      if (ref === undefined) this.#hold(messages);
    },
    muted: (event) => {
      if (event.person === this.#you.id) this.#you.muted = event.on && event;
      this.#signals.listed.emit();
    },
    applicants: (event) => this.#signals.queue.emit(event),
    decided: ({ number }) => {
      if (this.#held.delete(number)) this.#signals.moderation.emit();
    },
  };

  /** Whether there is anything that this person looks after. */
  get isOffered() {
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
    if (!this.isOffered) return;
    try {
      await this.#reports.page({ limit: 1 });
      this.#held = new Map();
      for (let after = 0; after !== undefined; ) after = await this.#learnFrom(after);
      this.#isKnown = true;
      this.#signals.moderation.emit();
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
    if (others.length) this.#signals.moderation.emit();
  }
}
