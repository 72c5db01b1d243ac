/**
 * What this person reports, and what waits for them, if they look after a room or more; by
 * their verbs, as in `Commands`. A report is as the wire has it (`Report` in
 * docs/protocol.md).
 */
const PAGE = 20;

export class Reports {
  /** How many wait for this person, as far as was told. */
  waiting = 0;
  #requests;
  #signals;

  constructor({ requests, signals }) {
    this.#requests = requests;
    this.#signals = signals;
  }

  /** The wire's events that it takes in. */
  handlers = {
    queue: (event) => this.#wait(event.open, event),
    reports: ({ open }) => this.#wait(open),
    reported: ({ report }) => this.#signals.reported.emit(report),
  };

  /** Have a message looked at by who moderates; promises the report. */
  async report({ id, log }, { seq }, reason) {
    const where = { conversation: id, epoch: log.epoch, seq };
    return (await this.#requests.wish({ type: "report", ...where, reason })).report;
  }

  /** Have somebody looked at; `author` is their number, if it is known. */
  async reportPerson(name, reason, author) {
    return (await this.#requests.wish({ type: "report", name, author, reason })).report;
  }

  /**
   * A page, `{ reports, more }`, the last first: of what waits (`open`), was `handled`, or
   * is one's `own`; of one `conversation`, `before` the last one of the page before.
   */
  page({ which = "open", conversation, before, limit = PAGE }, signal) {
    const asked = { type: "reports", which, conversation, before, limit };
    return this.#requests.wish(asked, signal);
  }

  /** Say what became of it: `acted` or `dismissed`, and in a word what was done. */
  async handle({ report }, outcome, word = "") {
    return (await this.#requests.wish({ type: "handle", report, outcome, word })).report;
  }

  #wait(open, news) {
    const isOther = this.waiting !== open;
    this.waiting = open;
    if (isOther || news) this.#signals.queue.emit(news);
  }
}
