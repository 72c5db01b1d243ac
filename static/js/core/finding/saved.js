/** Which messages this person has saved, once somebody asks: the last ones. */
const LEARNED = 200;

export class Saved {
  #known = null;
  #kept;
  #connection;

  constructor({ kept, connection, signals }) {
    this.#kept = kept;
    this.#connection = connection;
    signals.observe({ welcomed: () => (this.#known = null) });
  }

  /** The wire's events that it takes in. */
  handlers = {
    bookmarked: ({ conversation, target, on }) => {
      if (on) this.#known?.add(keyOf(conversation, target));
      else this.#known?.delete(keyOf(conversation, target));
    },
  };

  /** Whether that message is; false as long as it is not known. */
  has({ id }, { seq }) {
    return this.#known?.has(keyOf(id, seq)) ?? false;
  }

  /** Ask for the list, unless it is known, or cannot be asked for. */
  async learn() {
    if (this.#known || !this.#connection.isConnected) return;
    try {
      const { saved } = await this.#kept.listSaved({ limit: LEARNED });
      const keys = saved.map(({ conversation, seq }) => keyOf(conversation, seq));
      this.#known ??= new Set(keys);
    } catch {
      // It is asked for again the next time.
    }
  }
}

function keyOf(conversation, seq) {
  return `${conversation}/${seq}`;
}
