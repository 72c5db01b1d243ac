/**
 * The timeline as a whole: its rows, where it is scrolled to, and what is new in it.
 */
import { say, sayCount } from "../words/words.js";
import { Scroller } from "./scroller.js";
import { UnreadLine } from "../core/unread_line.js";
import { MOST } from "../core/messages.js";
import { unreadText } from "../dom/text.js";
import { TimelineView } from "./timeline_view.js";

// Some at a time: each time the browser looks at all that stay.
const AFTER_TRIM = MOST - 20;

export class TimelinePane {
  view;
  line;
  scroller;
  #conversation = null;
  #isSeeking = false;
  #newer;
  #times;
  #clock;
  #jump;
  #jumpText;

  /**
   * `older()` and `newer()` fetch the pages above and below, `latest()` the last one;
   * `moved()` is told of every scrolling.
   */
  constructor({ root, you, blocks, times, clock, older, newer, latest, moved }) {
    [this.#newer, this.#times, this.#clock] = [newer, times, clock];
    const list = root.querySelector("#messages");
    this.view = new TimelineView({ list, you, blocks, times, clock });
    this.line = new UnreadLine(you, blocks);
    const timeline = root.querySelector("#timeline");
    this.scroller = new Scroller(timeline, {
      list,
      moved: () => {
        this.showJump();
        moved();
      },
      nearTop: older,
      nearBottom: newer,
      hasEnd: () => !this.#conversation?.hasGap,
    });
    for (const gesture of ["wheel", "touchmove", "keydown"]) {
      const stop = () => (this.#isSeeking = false);
      timeline.addEventListener(gesture, stop, { passive: true });
    }
    this.#jump = root.querySelector("#jump");
    this.#jumpText = root.querySelector("#jump-text");
    this.#jump.addEventListener("click", () => {
      this.scroller.toBottom();
      latest();
    });
  }

  get isAtBottom() {
    return this.scroller.isAtBottom;
  }

  /** Show a conversation, from the first message that is new. */
  show(conversation, waiting) {
    this.#conversation = conversation;
    this.line.restart(conversation.read);
    this.view.show(conversation);
    waiting();
    this.#placeLine();
    this.#isSeeking = conversation.hasGap;
    if (this.view.unreadLine) this.scroller.toElement(this.view.unreadLine);
    else this.scroller.toBottom();
    this.#seek();
    this.scroller.check();
  }

  /** Messages came or changed; `isWatched`: somebody sees them as they come. */
  put(messages, isWatched) {
    if (isWatched) this.line.saw(this.#conversation.log.number);
    this.view.put(messages);
    this.#placeLine();
    this.#trim();
    this.showJump();
  }

  /** Messages read as they are to be shown now. */
  refill() {
    if (!this.#conversation?.isLoaded) return;
    this.view.put(this.#conversation.messages.all);
    this.#placeLine();
  }

  /** A page of older messages, or of newer ones, was put. */
  extended() {
    this.scroller.settle();
    this.#seek();
    this.scroller.check();
  }

  /** Nobody looks any more: if all was seen, what comes next is new. */
  lookAway() {
    if (!this.isAtBottom || !this.#conversation.isLoaded) return;
    this.line.restart(this.#conversation.log.number);
    this.#placeLine();
  }

  showJump() {
    const { unread = 0, hasGap = false } = this.#conversation ?? {};
    this.#jump.hidden = !hasGap && !this.scroller.isFarUp;
    this.#jump.classList.toggle("has-new", unread > 0);
    this.#jumpText.textContent = unread ? this.#newText(unread) : say("Latest");
  }

  /** "3 new since 11:40" */
  #newText(unread) {
    const first = this.#conversation.firstUnread;
    const facts = { count: unreadText(unread) };
    if (!first) return sayCount(unread, "{count} new", "{count} new", facts);
    const since = this.#times.since(first.at, this.#clock.now());
    const all = { ...facts, since };
    return sayCount(unread, "{count} new since {since}", "{count} new since {since}", all);
  }

  /** What is here from the last message that was read on may all be gone, or one's own. */
  #seek() {
    const { view, scroller } = this;
    if (!this.#isSeeking) return;
    if (!view.unreadLine && this.#conversation.hasGap) return this.#newer();
    this.#isSeeking = false;
    if (view.unreadLine) scroller.toElement(view.unreadLine);
  }

  #placeLine() {
    this.view.placeUnreadLine(this.line.place(this.#conversation.messages));
  }

  /** What is furthest from what is read goes, and is fetched again. */
  #trim() {
    const { messages } = this.#conversation;
    if (messages.size <= MOST) return;
    const seq = this.isAtBottom ? undefined : this.scroller.row?.dataset.seq;
    this.view.drop(messages.trim(AFTER_TRIM, seq && Number(seq)));
  }
}
