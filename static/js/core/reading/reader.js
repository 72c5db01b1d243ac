/**
 * How far was read, here and elsewhere; the server is told at once, then at most every
 * `PAUSE_MS`.
 */
const PAUSE_MS = 1_000;
// So many the server counts when it is asked; its lists say a hundred at most.
const COUNTED_MOST = 1_000;

export class Reader {
  #due = new Set();
  #timer = null;
  #conversations;
  #connection;
  #clock;
  #requests;
  #signals;

  constructor({ conversations, connection, clock, requests, signals }) {
    this.#conversations = conversations;
    this.#connection = connection;
    this.#requests = requests;
    this.#clock = clock;
    this.#signals = signals;
  }

  /** The wire's events that it takes in. */
  handlers = {
    read: ({ conversation, seq }) => this.#readElsewhere(conversation, seq),
    unread: ({ conversation }) => this.#unread(conversation),
    counted: (event) => this.#counted(event),
  };

  /** More is unread than the list says: have it counted. */
  async count(conversation) {
    const { id, unread, news } = conversation;
    const isCounted = unread < news.most || news.most === COUNTED_MOST;
    if (isCounted || !this.#connection.isConnected) return;
    try {
      await this.#requests.ask({ type: "count", conversation: id });
      this.#signals.listed.emit();
    } catch {
      // A server of before does not count; or the connection is gone.
    }
  }

  /** All of a conversation is as good as read, wherever one is in it. */
  readAll(conversation) {
    conversation.isKept = false;
    this.seen(conversation);
  }

  /** Everything that is here of a conversation has been seen. */
  seen(conversation) {
    if (conversation.isKept) return;
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
      // It may be of before it was marked unread.
      if (conversation?.isKept) continue;
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
    const conversation = this.#conversations.byId(id);
    if (!conversation) return;
    conversation.isKept = false;
    conversation.readUpTo(seq);
    this.#signals.listed.emit();
  }

  #counted({ conversation: id, unread, head, read }) {
    const conversation = this.#conversations.byId(id);
    if (conversation?.read === read)
      conversation.news.see(unread, head, read, COUNTED_MOST);
  }

  #unread(wire) {
    const conversation = this.#conversations.byId(wire.id);
    if (!conversation) return;
    this.#due.delete(conversation);
    conversation.see(wire);
    conversation.isKept = true;
    this.#signals.markedUnread.emit(conversation);
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
