/**
 * The open conversation's timeline: shows what the chat tells of it, and tells the chat
 * what was seen.
 */
import { Midnight } from "../core/midnight.js";
import { say } from "../words/words.js";
import { soon } from "../browser/soon.js";
import { TimelinePane } from "./timeline_pane.js";

// Rows are written for so long in a frame: each costs about as much again to be drawn.
const FRAME_MS = 8;
const MOST_ROWS = 50;
const FEWEST_ROWS = 5;

export class Timeline {
  #chat;
  #pane;
  #midnight;
  #undrawn = new Set();
  #isExtended = false;
  #rowsAFrame = FEWEST_ROWS;
  #drawSoon = soon(() => this.#draw(), 0);
  #showTop;
  #drawn;

  /** `showTop()` shows what stands above the messages; `drawn()`: all rows are here. */
  constructor({ chat, root, times, clock, showTop, drawn }) {
    this.#chat = chat;
    this.#showTop = showTop;
    this.#drawn = drawn;
    this.#pane = new TimelinePane({
      root,
      you: chat.you,
      blocks: chat.blocks,
      times,
      clock,
      older: () => this.#isExtended || chat.older(),
      newer: () => this.#isExtended || chat.newer(),
      latest: () => chat.latest(),
      moved: () => this.#markSeen(),
    });
    times.changed = () => this.refill();
    this.#midnight = new Midnight({
      clock,
      dayOf: (now) => times.day(now),
      passed: () => this.#pane.view.days.rename(),
    });
    this.look();
  }

  /** What it hears of the chat's signals. */
  observer = {
    shown: (conversation) => this.#show(conversation),
    changed: (conversation, messages) => this.#put(conversation, messages),
    extended: (conversation, messages) => this.#extend(conversation, messages),
    blocked: () => this.refill(),
    landed: (post, seq) => this.#pane.view.land(post.id, seq),
    waiting: () => this.#showWaiting(),
    listed: soon(() => this.#pane.showJump()),
    connection: () => this.#connectionChanged(),
    welcomed: () => this.#markSeen(), // what stood here before the connection was up
  };

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

  /** Time has passed, perhaps much of it. */
  look() {
    this.#midnight.look();
  }

  reveal(row) {
    this.#pane.view.reveal(row);
  }

  /** Say something: what stood here before is not new any more. */
  post(body) {
    this.#pane.line.restart(this.#chat.current.log.number);
    this.#chat.latest();
    this.#chat.post(body);
    this.#pane.scroller.toBottom();
  }

  /** Somebody looks at the page, or nobody does any more. */
  visibilityChanged() {
    if (document.visibilityState === "hidden") this.#pane.lookAway();
    else this.#markSeen();
  }

  get #isWatched() {
    return document.visibilityState === "visible" && this.#pane.isAtBottom;
  }

  #markSeen() {
    if (this.#isWatched) this.#chat.seen();
  }

  #show(conversation) {
    this.#undrawn.clear();
    this.#isExtended = false;
    this.#pane.show(conversation, () => this.#showWaiting());
    this.#markSeen();
  }

  #put(conversation, messages) {
    if (conversation !== this.#chat.current || !conversation.isLoaded) return;
    for (const { seq } of messages) this.#undrawn.add(seq);
    this.#drawSoon();
  }

  /** Whatever came since the last frame, at once, as far as a frame has the time. */
  #draw() {
    const { messages } = this.#chat.current;
    const seqs = [...this.#undrawn].slice(0, this.#rowsAFrame);
    for (const seq of seqs) this.#undrawn.delete(seq);
    if (!messages) return;
    const news = seqs.sort((a, b) => a - b).map((seq) => messages.get(seq));
    this.#putInTime(news.filter(Boolean));
    if (this.#undrawn.size) return this.#drawSoon();
    if (this.#isExtended) this.#extended();
    this.#markSeen();
  }

  /** Where the machine is slow, the next frame gets fewer rows. */
  #putInTime(messages) {
    const began = performance.now();
    this.#pane.put(messages, this.#isWatched);
    const rows = (messages.length * FRAME_MS) / (performance.now() - began);
    if (messages.length >= FEWEST_ROWS)
      this.#rowsAFrame = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, Math.floor(rows)));
  }

  #extended() {
    this.#isExtended = false;
    this.#showTop();
    this.#pane.extended();
    this.#drawn();
  }

  /** What is next to what is here comes first. */
  #extend(conversation, messages) {
    if (conversation !== this.#chat.current) return;
    const seqs = messages.map(({ seq }) => seq);
    if (seqs[0] === conversation.messages.first.seq) seqs.reverse();
    for (const seq of seqs) this.#undrawn.add(seq);
    this.#isExtended = true;
    this.#drawSoon();
  }

  #showWaiting() {
    const { current, postman } = this.#chat;
    if (!current) return;
    const waiting = postman.waitingIn(current);
    this.#pane.view.putWaiting(waiting, (post) => this.#note(post));
  }

  /** Why a post waits. */
  #note({ error }) {
    if (error) return error.detail;
    return this.#chat.connection.isConnected ? "" : say("Waiting for the connection");
  }

  #connectionChanged() {
    this.#showWaiting();
    if (this.#chat.connection.isConnected) this.#pane.scroller.check();
  }
}
