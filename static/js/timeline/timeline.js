/**
 * A pane's timeline: shows what the chat tells of it, and tells the chat
 * what was seen.
 */
import { Pace } from "../core/history/pace.js";
import { ReadBy } from "./read_by.js";
import { say, sayCount } from "../words/words.js";
import { soon } from "../browser/soon.js";
import { TimelinePane } from "./timeline_pane.js";

const SECOND_MS = 1000;
const LOST = say("This message is gone.");

export class Timeline {
  #chat;
  #here;
  #pane;
  #readBy;
  #undrawn = new Set();
  #isExtended = false;
  #pace = new Pace();
  #drawSoon = soon(() => this.#draw(), 0);
  #countDown = soon(() => this.#showWaiting(), SECOND_MS);
  #showTop;
  #drawn;

  /**
   * `here` is the pane: `here.current` is its conversation; `here.isSeen`: somebody looks
   * at it. `showTop()` shows what stands above the messages; `drawn()`: all rows are here.
   */
  constructor({ chat, here, root, times, clock, showTop, drawn }) {
    [this.#chat, this.#here] = [chat, here];
    this.#showTop = showTop;
    this.#drawn = drawn;
    this.#pane = new TimelinePane({
      root,
      you: chat.you,
      blocks: chat.blocks,
      times,
      clock,
      older: () => this.#isExtended || chat.fetcher.older(here.current),
      newer: () => this.#isExtended || chat.fetcher.newer(here.current),
      latest: () => chat.fetcher.latest(here.current),
      moved: () => this.#markSeen(),
      readAll: () => this.#readAll(),
    });
    this.#readBy = new ReadBy({ chat, here, row: (seq) => this.row(seq) });
  }

  /** The number of the message that is read; undefined of the last ones. */
  reads = () => this.#pane.reads;

  /** What it hears of the chat's signals, as far as they are about its conversation. */
  observer = {
    shown: (conversation) => this.#show(conversation),
    changed: (conversation, messages) => this.#put(conversation, messages),
    extended: (conversation, messages) => this.#extend(conversation, messages),
    reached: (_, seq) => {
      if (!this.#pane.reach(seq)) this.#chat.signals.warned.emit(LOST);
    },
    blocked: () => this.refill(),
    happened: (_, events) => events.some(this.#isOfYourRole) && this.refill(),
    landed: (post, seq) => this.#pane.view.land(post.id, seq),
    waiting: () => this.#showWaiting(),
    listed: soon(() => this.#pane.showNews()),
    readers: soon(() => this.#readBy.show()),
    markedUnread: () => this.#pane.startAtRead(),
    connection: () => this.#connectionChanged(),
    welcomed: () => this.#markSeen(), // what stood here before the connection was up
  };

  #isOfYourRole = ({ kind, person }) => kind === "role" && person === this.#chat.you.id;

  /** All that is here is to be shown otherwise. */
  refill() {
    this.#pane.refill();
    this.#showWaiting();
  }

  row(seq) {
    return this.#pane.view.row(seq);
  }

  /** Change a row's height without moving what is above. */
  hold(row, change) {
    this.#pane.scroller.hold(row, change);
  }

  /** Another day has begun. */
  renameDays() {
    this.#pane.view.days.rename();
  }

  reveal(row) {
    this.#pane.view.reveal(row);
  }

  /** Say something: what stood here before is not new any more. */
  post(said) {
    const { current } = this.#here;
    this.#pane.line.restart(current.log.number);
    this.#chat.fetcher.latest(current);
    this.#chat.post(said, current);
    this.#pane.scroller.toBottom();
  }

  /** Somebody looks at it, or nobody does any more. */
  visibilityChanged() {
    if (this.#here.isSeen) this.#markSeen();
    else this.#pane.lookAway();
  }

  get #isWatched() {
    return this.#here.isSeen && this.#pane.isAtBottom;
  }

  #markSeen() {
    if (this.#isWatched) this.#chat.seen(this.#here.current);
  }

  #show(conversation) {
    this.#undrawn.clear();
    this.#isExtended = false;
    this.#pane.show(conversation, () => this.#showWaiting());
    this.#markSeen();
    this.#pane.showNews();
    this.#readBy.show();
  }

  #readAll() {
    this.#chat.reading.reader.readAll(this.#here.current);
    this.#pane.startAtRead();
  }

  #put(conversation, messages) {
    if (!conversation.isLoaded) return;
    for (const { seq } of messages) this.#undrawn.add(seq);
    this.#drawSoon();
  }

  /** Whatever came since the last frame, at once, as far as a frame has the time. */
  #draw() {
    const { messages } = this.#here.current;
    const news = this.#pace.take(this.#undrawn, (seq) => messages?.get(seq));
    if (!messages) return;
    this.#putInTime(news.sort((a, b) => a.seq - b.seq));
    if (this.#undrawn.size) return this.#drawSoon();
    if (this.#isExtended) this.#extended();
    this.#readBy.show();
    this.#markSeen();
  }

  /** Where the machine is slow, the next frame gets fewer rows. */
  #putInTime(messages) {
    const began = performance.now();
    this.#pane.put(messages, this.#isWatched);
    this.#pace.took(messages, performance.now() - began);
  }

  #extended() {
    this.#isExtended = false;
    this.#showTop();
    this.#pane.extended();
    this.#drawn();
  }

  /** What is next to what is here comes first. */
  #extend(conversation, messages) {
    const seqs = messages.map(({ seq }) => seq);
    if (seqs[0] === conversation.messages.first.seq) seqs.reverse();
    for (const seq of seqs) this.#undrawn.add(seq);
    this.#isExtended = true;
    this.#drawSoon();
  }

  #showWaiting() {
    const { current } = this.#here;
    if (!current) return;
    const waiting = this.#chat.postman.waitingIn(current);
    this.#pane.view.putWaiting(waiting, (post) => this.#note(post));
    if (waiting.some((post) => this.#chat.postman.pauseOf(post))) this.#countDown();
  }

  /** Why a post waits. */
  #note(post) {
    if (post.error) return post.error.detail;
    if (!this.#chat.connection.isConnected) return say("Waiting for the connection");
    const seconds = this.#here.current.slow && this.#chat.postman.pauseOf(post);
    if (!seconds) return "";
    return sayCount(seconds, "Sent in {count} second", "Sent in {count} seconds");
  }

  #connectionChanged() {
    this.#showWaiting();
    if (this.#chat.connection.isConnected) this.#pane.scroller.check();
  }
}
