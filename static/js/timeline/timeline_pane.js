/**
 * The timeline as a whole: its rows, where it is scrolled to, and what is new in it.
 */
import { NewsBar } from "./news_bar.js";
import { say, sayCount } from "../words/words.js";
import { Scroller } from "./scroller.js";
import { soon } from "../browser/soon.js";
import { UnreadLine } from "../core/reading/unread_line.js";
import { MOST } from "../core/history/messages.js";
import { countedText } from "../dom/text.js";
import { TimelineView } from "./timeline_view.js";
import { trim } from "../core/history/resting.js";

const LATEST = say("Latest");
// Some at a time: each time the browser looks at all that stay.
const AFTER_TRIM = MOST - 20;
const MARKED_MS = 3_000;
// Most pages are here before: what turns costs a style in every frame.
const TURN_MS = 300;

export class TimelinePane {
  view;
  line;
  scroller;
  #conversation = null;
  #isSeeking = false;
  #marked = null;
  #unmark = null;
  #newer;
  #clock;
  #jump;
  #jumpText;
  #news;
  #older;
  #turnSoon = soon(() => this.#turn(), TURN_MS);

  /**
   * `older()` and `newer()` fetch the pages above and below, `latest()` the last one;
   * `moved()` is told of every scrolling; `readAll()` has all of it read.
   */
  constructor({ root, you, blocks, times, clock, readAll, ...gets }) {
    const { older, newer, latest, moved } = gets;
    [this.#newer, this.#clock] = [newer, clock];
    const list = root.querySelector(".messages");
    this.view = new TimelineView({ list, you, blocks, times, clock });
    this.line = new UnreadLine(you, blocks);
    const timeline = root.querySelector(".timeline");
    this.scroller = new Scroller(timeline, {
      list,
      moved: () => this.#scrolled(moved),
      nearTop: older,
      nearBottom: newer,
      hasEnd: () => !this.#conversation?.hasGap,
    });
    for (const gesture of ["wheel", "touchmove", "keydown"]) {
      const stop = () => (this.#isSeeking = false);
      timeline.addEventListener(gesture, stop, { passive: true });
    }
    this.#older = root.querySelector(".timeline-older");
    this.#jump = root.querySelector(".jump");
    this.#jumpText = root.querySelector(".jump-text");
    const news = { times, clock, toFirst: () => this.#toLine(), readAll };
    this.#news = new NewsBar(root.querySelector(".news"), news);
    this.#jump.addEventListener("click", () => {
      this.scroller.toBottom();
      latest();
    });
  }

  get reads() {
    const seq = !this.isAtBottom && this.scroller.row?.dataset.seq;
    return seq ? Number(seq) : undefined;
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

  /** Put a message into the view, or what is nearest; returns whether it is there. */
  reach(seq) {
    const { messages } = this.#conversation;
    const near = messages.get(seq) ?? messages.after(seq) ?? messages.last;
    this.#isSeeking = false;
    if (!this.view.row(near.seq)) this.view.put(messages.all);
    const row = this.view.row(near.seq);
    this.scroller.toElement(row);
    this.#mark(row);
    row.focus({ preventScroll: true });
    return near.seq === seq && !near.deleted;
  }

  #mark(row) {
    this.#marked?.classList.remove("sought");
    this.#marked = row;
    row.classList.add("sought");
    this.#clock.cancel(this.#unmark);
    this.#unmark = this.#clock.after(MARKED_MS, () => row.classList.remove("sought"));
  }

  /** Messages came or changed; `isWatched`: somebody sees them as they come. */
  put(messages, isWatched) {
    if (isWatched) this.line.saw(this.#conversation.log.number);
    // Looked up before anything is put, the rows have not to be laid out for it.
    const near = this.#conversation.messages.size > MOST ? this.scroller.near : null;
    this.view.put(messages);
    this.#placeLine();
    if (near) this.#trim(near);
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
    const { isLoaded, isKept } = this.#conversation;
    if (!this.isAtBottom || !isLoaded || isKept) return;
    this.line.restart(this.#conversation.log.number);
    this.#placeLine();
  }

  /** What comes after what was read is new, whatever was seen of it. */
  startAtRead() {
    this.line.restart(this.#conversation.read);
    this.#placeLine();
  }

  /** What is new in it, as far as it is not seen. */
  showNews() {
    if (this.#conversation)
      this.#news.show(this.#conversation, this.view.unreadLine !== null);
    this.showJump();
  }

  showJump() {
    const { unread = 0, news, hasGap = false } = this.#conversation ?? {};
    this.#jump.hidden = !hasGap && !this.scroller.isFarUp;
    this.#jump.classList.toggle("has-new", unread > 0);
    const count = countedText(unread, news?.most);
    const told = () => sayCount(unread, "{count} new", "{count} new", { count });
    const text = unread ? told() : LATEST;
    // What is written anew is laid out anew, in every frame that is scrolled.
    if (this.#jumpText.textContent !== text) this.#jumpText.textContent = text;
  }

  #scrolled(moved) {
    this.#turnSoon();
    this.showJump();
    moved();
  }

  /** Only where somebody waits at the top. */
  #turn() {
    this.#older.classList.toggle("is-seen", this.scroller.isAtTop);
  }

  /** Where what is new begins; it may not be here any more. */
  #toLine() {
    const line = this.view.unreadLine;
    if (line) this.scroller.toElement(line);
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

  /**
   * What is furthest from what is read goes, and is fetched again; but nothing so near
   * that it would be fetched at once.
   */
  #trim(near) {
    // Posts that wait have no number.
    const [from, to] = near.map(({ dataset: { seq = Infinity } }) => Number(seq));
    const upto = this.isAtBottom ? Infinity : to;
    this.view.drop(trim(this.#conversation, AFTER_TRIM, from, upto));
  }
}
