/**
 * The open conversation's timeline: shows what the chat tells of it, and tells the chat
 * what was seen.
 */
import { Midnight } from "../core/midnight.js";
import { say } from "../words/words.js";
import { soon } from "../browser/soon.js";
import { TimelinePane } from "./timeline_pane.js";

export class Timeline {
  #chat;
  #pane;
  #midnight;
  #showTop;

  /** `showTop()` shows what stands above the messages. */
  constructor({ chat, root, times, clock, showTop }) {
    this.#chat = chat;
    this.#showTop = showTop;
    this.#pane = new TimelinePane({
      root,
      you: chat.you,
      blocks: chat.blocks,
      times,
      clock,
      older: () => chat.older(),
      newer: () => chat.newer(),
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
    extended: (conversation) => this.#extend(conversation),
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
    this.#pane.show(conversation, () => this.#showWaiting());
    this.#markSeen();
  }

  #put(conversation, messages) {
    if (conversation !== this.#chat.current || !conversation.isLoaded) return;
    this.#pane.put(messages, this.#isWatched);
    this.#markSeen();
  }

  #extend(conversation) {
    if (conversation !== this.#chat.current) return;
    this.#pane.extend(this.#showTop);
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
