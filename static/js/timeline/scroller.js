/**
 * Where the timeline is scrolled to: it stays at the bottom when it is there, and else
 * what is read stays in its place, whatever changes its height.
 */
import { Place } from "./place.js";

const NEAR_BOTTOM = 48;
const FAR_FROM_BOTTOM = 320;
const NEAR_END = 600;
const AT_TOP = 64;
const CHANGES = { childList: true, characterData: true, attributes: true };

export class Scroller {
  isAtBottom = true;
  #lastTop = 0;
  #shape = "";
  #element;
  #place;
  #changed;
  #moved;
  #nearTop;
  #nearBottom;
  #hasEnd;

  /**
   * `moved()` is called when it was scrolled, `nearTop()` when older ones are wanted,
   * `nearBottom()` when newer ones are. Unless it `hasEnd()`, there is no bottom.
   */
  constructor(element, { list, moved, nearTop, nearBottom, hasEnd = () => true }) {
    this.#element = element;
    this.#place = new Place(element, list);
    this.#moved = moved;
    this.#nearTop = nearTop;
    this.#nearBottom = nearBottom;
    this.#hasEnd = hasEnd;
    element.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const resized = new ResizeObserver(() => this.#isSettled || this.settle());
    resized.observe(element);
    resized.observe(element.firstElementChild);
    // Two changes may leave the height as it was.
    this.#changed = new MutationObserver(() => this.isAtBottom || this.settle());
    const what = { ...CHANGES, subtree: true, attributeFilter: ["class", "hidden"] };
    this.#changed.observe(list, what);
  }

  /** The row that is read, unless that is the last one. */
  get row() {
    return this.#place.row;
  }

  /** The first and the last row that is in the view, or near it; none of an unseen one. */
  get near() {
    return this.#place.near(2 * NEAR_END);
  }

  /** Whether what stands above the messages is seen. */
  get isAtTop() {
    return this.#element.scrollTop < AT_TOP;
  }

  get isFarUp() {
    return !this.isAtBottom && this.#distance > FAR_FROM_BOTTOM;
  }

  toBottom() {
    this.isAtBottom = this.#hasEnd();
    this.settle();
    this.#moved();
  }

  /** Put an element into the upper part of the view, or go as far as there is room. */
  toElement(target) {
    const top =
      target.getBoundingClientRect().top - this.#element.getBoundingClientRect().top;
    this.#element.scrollTop += top - this.#element.clientHeight / 5;
    this.#stopHere();
  }

  /** Change a row's height without moving what is above, even at the bottom. */
  hold(row, change) {
    this.settle();
    const { top, bottom } = row.getBoundingClientRect();
    change();
    const view = this.#element.getBoundingClientRect();
    if (bottom < view.top || top > view.bottom) return this.settle();
    this.#element.scrollTop += row.getBoundingClientRect().top - top;
    return this.#stopHere();
  }

  /** Something has changed: put back what is read. It is called of itself, but later. */
  settle() {
    const scrolled = this.#scrolledBy;
    if (this.isAtBottom) this.#element.scrollTop = this.#element.scrollHeight;
    else this.#place.remember(this.#putBack(scrolled));
    this.#lastTop = this.#element.scrollTop;
    this.#shape = shapeOf(this.#element);
    this.#changed.takeRecords(); // what was changed is settled
  }

  /** Ask for older messages if the top is near, for newer ones where there is a gap. */
  check() {
    if (this.#element.scrollTop < NEAR_END) this.#nearTop();
    if (this.#isNearBottom && !this.isAtBottom) {
      this.isAtBottom = true;
      this.#moved();
    } else if (!this.#hasEnd() && this.#distance < NEAR_END) this.#nearBottom();
  }

  /** Whoever put something in has settled it, before the browser says so. */
  get #isSettled() {
    return this.#shape === shapeOf(this.#element);
  }

  get #isNearBottom() {
    return this.#hasEnd() && this.#distance < NEAR_BOTTOM;
  }

  get #distance() {
    const { scrollHeight, scrollTop, clientHeight } = this.#element;
    return scrollHeight - scrollTop - clientHeight;
  }

  /** By somebody, since it was settled; not because there is less to be scrolled. */
  get #scrolledBy() {
    const { scrollHeight, scrollTop, clientHeight } = this.#element;
    return scrollTop - Math.min(this.#lastTop, scrollHeight - clientHeight);
  }

  #scrolled() {
    const scrolled = this.#scrolledBy;
    if (scrolled === 0) return this.#ended(); // by ourselves: it is settled
    const drifted = this.isAtBottom ? 0 : this.#putBack(scrolled);
    // The distance alone says nothing: messages may have come since the last frame.
    // Only who moves up leaves the bottom.
    if (this.#isNearBottom) this.isAtBottom = true;
    else if (scrolled < 0) this.isAtBottom = false;
    this.#remember(drifted);
    this.#ended();
  }

  #ended() {
    this.#moved();
    this.check();
  }

  /** Put what was in the view where it was; returns how far it could not be. */
  #putBack(scrolled) {
    const drift = this.#place.drift(scrolled);
    if (Math.abs(drift) < 1) return drift;
    this.#element.scrollTop += drift;
    return this.#place.drift(scrolled);
  }

  #stopHere() {
    this.isAtBottom = this.#isNearBottom;
    this.#remember();
    this.#moved();
  }

  #remember(drifted = 0) {
    if (!this.isAtBottom) this.#place.remember(drifted);
    this.#lastTop = this.#element.scrollTop;
  }
}

function shapeOf({ scrollHeight, clientHeight, clientWidth }) {
  return [scrollHeight, clientHeight, clientWidth].join();
}
