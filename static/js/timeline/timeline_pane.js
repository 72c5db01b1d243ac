/**
 * The timeline as a whole: its rows, where it is scrolled to, and what is new in it.
 */
import { Scroller } from "./scroller.js";
import { unreadText } from "../dom/text.js";
import { TimelineView } from "./timeline_view.js";
import { UnreadLine } from "./unread_line.js";

// So many rows are kept while somebody sits at the bottom; older ones are fetched
// again.
const MOST_ROWS = 500;
const ROWS_AFTER_TRIM = 300;
// With more new messages than this, their first is too far up to be looked for.
const MOST_SOUGHT = 100;

export class TimelinePane {
  view;
  line;
  scroller;
  #conversation = null;
  #isSeeking = false;
  #jump;
  #jumpText;

  /** `older()` fetches the page above, `moved()` is told of every scrolling. */
  constructor({ root, you, blocks, times, clock, older, moved }) {
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
    });
    for (const gesture of ["wheel", "touchmove", "keydown"]) {
      const stop = () => (this.#isSeeking = false);
      timeline.addEventListener(gesture, stop, { passive: true });
    }
    this.#jump = root.querySelector("#jump");
    this.#jumpText = root.querySelector("#jump-text");
    this.#jump.addEventListener("click", () => this.scroller.toBottom());
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
    this.#isSeeking = conversation.unread < MOST_SOUGHT;
    if (this.view.unreadLine) this.scroller.toElement(this.view.unreadLine);
    else this.scroller.toBottom();
    this.scroller.check();
  }

  /** Messages came or changed; `isWatched`: somebody sees them as they come. */
  put(messages, isWatched) {
    if (isWatched) this.line.saw(this.#conversation.log.number);
    this.view.put(messages);
    this.#placeLine();
    if (this.isAtBottom) this.#trim();
    this.showJump();
  }

  /** Messages read as they are to be shown now. */
  refill() {
    if (!this.#conversation?.isLoaded) return;
    this.view.put(this.#conversation.messages.all);
    this.#placeLine();
  }

  /** A page of older messages has come; `showTop()` shows what stands above it now. */
  extend(showTop) {
    showTop();
    this.view.show(this.#conversation);
    this.#placeLine();
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
    const unread = this.#conversation?.unread ?? 0;
    this.#jump.hidden = !this.scroller.isFarUp;
    this.#jump.classList.toggle("has-new", unread > 0);
    this.#jumpText.textContent = unread ? `${unreadText(unread)} new` : "Latest";
  }

  /** The first new message may be on a page that came only now. */
  #seek() {
    const line = this.view.unreadLine;
    if (this.#isSeeking && line && !this.isAtBottom) this.scroller.toElement(line);
  }

  #placeLine() {
    this.view.placeUnreadLine(this.line.place(this.#conversation.messages?.all ?? []));
  }

  #trim() {
    const { messages } = this.#conversation;
    if (messages.size > MOST_ROWS) this.view.drop(messages.trim(ROWS_AFTER_TRIM));
  }
}
