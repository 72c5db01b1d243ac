/**
 * Who has read what this person has said last: asked once where it is looked at, and
 * told from then on. The server says so where few are in a conversation, and of those
 * who show it.
 */
export class Readers {
  /** Whether this person shows what they have read. */
  isOn;
  #read = new Map();
  #asked = new Map();
  #you;
  #conversations;
  #connection;
  #requests;
  #signals;

  constructor({ you, conversations, connection, requests, signals }) {
    this.#you = you;
    this.#conversations = conversations;
    this.#connection = connection;
    this.#requests = requests;
    this.#signals = signals;
    signals.observe({ shown: (conversation) => this.look(conversation) });
  }

  /** The wire's events that it takes in. */
  handlers = {
    seen: ({ conversation, read }) => this.#seen(conversation, read),
    receipts: ({ on }) => this.set(on),
    readers: (event) => this.#answered(event),
  };

  set(isOn) {
    this.isOn = isOn;
    if (!isOn) this.#read.clear();
    this.#asked.clear();
    this.#tell();
  }

  /** The open conversation is looked at: who has read the last that was said here? */
  async look(conversation) {
    const last = this.#last(conversation);
    const { id } = conversation;
    if (!last || !this.isOn || !this.#connection.isConnected) return;
    if (this.#asked.has(id)) return;
    this.#asked.set(id, last.seq);
    try {
      const where = { conversation: id, seq: last.seq };
      await this.#requests.ask({ type: "readers", ...where });
    } catch {
      // Too many are in it; or a server of before does not say.
    }
  }

  /** Who has read that message. */
  async ask({ id }, { seq }, signal) {
    const command = { type: "readers", conversation: id, seq };
    return (await this.#requests.wish(command, signal)).people;
  }

  /** Show others what one has read, or not. */
  show(on) {
    return this.#requests.wish({ type: "receipts", on });
  }

  /** One comes back, or the connection does: it is asked once more. */
  forget(conversation) {
    this.#asked.delete(conversation.id);
  }

  /** `{ seq, count }` of one's last message there, or null if nobody is known to have. */
  of(conversation) {
    const last = this.#last(conversation);
    if (!last || !this.isOn) return null;
    const read = [...(this.#read.get(conversation.id) ?? [])];
    const others = read.filter(([person]) => person !== this.#you.id);
    const count = others.filter(([, seq]) => seq >= last.seq).length;
    return count ? { seq: last.seq, count } : null;
  }

  #last({ id, messages }) {
    if (id === null || !messages || messages.newer) return null;
    return messages.lastOf(this.#you.id);
  }

  #seen(id, read) {
    for (const [person, seq] of Object.entries(read)) this.#take(id, Number(person), seq);
    this.#tell();
  }

  #answered({ conversation, seq, people }) {
    for (const { id } of people) this.#take(conversation, id, seq);
    this.#tell();
  }

  #take(id, person, seq) {
    const known = this.#read.get(id) ?? new Map();
    this.#read.set(id, known);
    known.set(person, Math.max(seq, known.get(person) ?? 0));
  }

  #tell() {
    this.#signals.readers.emit();
  }
}
