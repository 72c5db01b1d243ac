/**
 * The log rule of one conversation, protocol promises 3 and 4.
 *
 * `number`: everything up to it is here. `head`: the highest number heard of. What lies
 * between is asked for with `changes`, one question at a time, page by page; what was said
 * may be on a later page than what was said after it, so all is here with the last one.
 * `epoch`: which log it is, another one after the site was restored from a backup;
 * undefined of a server that does not say so.
 */
export class Log {
  number;
  head;
  epoch;
  #asked = false;
  #isDoubted = false;
  #askedNumber = 0;
  #askedHead = 0;
  // Up to where there are pages, which wait for the last one.
  #paged = 0;

  constructor(number, epoch = undefined) {
    this.epoch = epoch;
    this.number = number;
    this.head = number;
  }

  /** Whether a log of that epoch is not this one, and its numbers are of other things. */
  isAnother(epoch) {
    return epoch !== undefined && epoch !== (this.epoch ?? 0);
  }

  /** A live event took `seq`: true if it is the next one, and to be shown. */
  take(seq) {
    this.hear(seq);
    if (seq !== this.number + 1) return false;
    this.number = seq;
    return true;
  }

  /** Somebody said that the log has come as far as `head`. */
  hear(head) {
    this.head = Math.max(this.head, head);
  }

  /** It ends there, says the server: if that is below `number`, it is to be asked. */
  ends(head) {
    this.#isDoubted = head < this.number;
    this.hear(head);
  }

  /**
   * What to ask `changes` since; null while nothing is missing or an answer is awaited.
   */
  question() {
    if (this.#asked || (this.head <= this.number && !this.#isDoubted)) return null;
    this.#asked = true;
    this.#askedNumber = this.number;
    this.#askedHead = this.head;
    return Math.max(this.number, this.#paged);
  }

  /** A page of `changes` came. */
  answer(upto, more) {
    this.#asked = this.#isDoubted = false;
    // It went back meanwhile: what lies before the page is not here.
    if (this.number < this.#askedNumber) return this.hear(upto);
    if (more) return this.hear((this.#paged = upto) + 1);
    this.number = Math.max(this.number, upto);
    // The page was read from the database after the question: it knows better than a
    // head heard before, but not better than one heard since.
    if (this.head === this.#askedHead) this.head = this.number;
    else this.hear(this.number);
  }

  /** The question will not be answered: the connection broke, or there was an error. */
  lost() {
    this.#asked = false;
  }

  /** Go back to `number`: what came after it is asked for again. */
  rewind(number) {
    this.hear(this.number);
    this.number = Math.min(this.number, number);
    this.#paged = 0;
  }
}
