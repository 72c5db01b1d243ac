/**
 * How far was read, here and elsewhere; the server is told at once, then at most every
 * `PAUSE_MS`.
 */
const PAUSE_MS = 1_000;

export class Reader {
  #due = new Set();
  #timer = null;
  #conversations;
  #connection;
  #clock;
  #signals;

  constructor({ conversations, connection, clock, signals }) {
    this.#conversations = conversations;
    this.#connection = connection;
    this.#clock = clock;
    this.#signals = signals;
  }

  /** The wire's events that it takes in. */
  handlers = {
    read: ({ conversation, seq }) => this.#readElsewhere(conversation, seq),
  };

  /** Everything that is here of a conversation has been seen. */
  seen(conversation) {
    conversation.seeAll();
    if (conversation.log.number > conversation.read) this.#readHere(conversation);
    this.#signals.listed.emit();
  }

  /**
   * How far the server knows it to be read, by id: a report may have been lost, here or
   * there.
   */
  compare(read) {
    for (const [id, seq] of Object.entries(read)) {
      const conversation = this.#conversations.byId(Number(id));
      if (conversation?.read > seq) this.#tell(conversation);
      conversation?.readUpTo(seq);
    }
  }

  /** The page is left: what is due is told while that is possible. */
  leave() {
    for (const conversation of this.#due) this.#tell(conversation);
    this.#due.clear();
  }

  #readHere(conversation) {
    conversation.readUpTo(conversation.log.number);
    this.#due.add(conversation);
    if (this.#timer === null) this.#tellAll();
  }

  #readElsewhere(id, seq) {
    this.#conversations.byId(id)?.readUpTo(seq);
    this.#signals.listed.emit();
  }

  #tellAll() {
    for (const conversation of this.#due) this.#tell(conversation);
    const idle = this.#due.size === 0;
    this.#due.clear();
    this.#timer = idle ? null : this.#clock.after(PAUSE_MS, () => this.#tellAll());
  }

  #tell({ id, read, log }) {
    const { epoch } = log;
    this.#connection.send({ type: "read", conversation: id, seq: read, epoch });
  }
}
