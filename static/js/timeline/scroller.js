/**
 * Where the timeline is scrolled to: it stays at the bottom when it is there, and in
 * its place when older messages come in above.
 */
const NEAR_BOTTOM = 48;
const FAR_FROM_BOTTOM = 320;
const NEAR_TOP = 600;

export class Scroller {
  isAtBottom = true;
  #lastTop = 0;
  #element;
  #moved;
  #nearTop;

  /**
   * `moved()` is called when it was scrolled, `nearTop()` when older ones are wanted.
   */
  constructor(element, { moved, nearTop }) {
    this.#element = element;
    this.#moved = moved;
    this.#nearTop = nearTop;
    element.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const observer = new ResizeObserver(() => this.#stick());
    observer.observe(element);
    observer.observe(element.firstElementChild);
  }

  get isFarUp() {
    return !this.isAtBottom && this.#distance > FAR_FROM_BOTTOM;
  }

  toBottom() {
    this.isAtBottom = true;
    this.#stick();
    this.#moved();
  }

  /** Put an element into the upper part of the view, or go as far as there is room. */
  toElement(target) {
    const top =
      target.getBoundingClientRect().top - this.#element.getBoundingClientRect().top;
    this.#element.scrollTop += top - this.#element.clientHeight / 5;
    this.#remember();
    this.isAtBottom = this.#distance < NEAR_BOTTOM;
    this.#moved();
  }

  /** Change what is above the view without moving what is in it. */
  keepPlace(change) {
    const below = this.#element.scrollHeight - this.#element.scrollTop;
    change();
    this.#element.scrollTop = this.#element.scrollHeight - below;
    this.#remember();
  }

  /** Ask for older messages if the top is near. */
  check() {
    if (this.#element.scrollTop < NEAR_TOP) this.#nearTop();
  }

  get #distance() {
    const { scrollHeight, scrollTop, clientHeight } = this.#element;
    return scrollHeight - scrollTop - clientHeight;
  }

  #scrolled() {
    // The distance alone says nothing: messages may have come since the last frame.
    // Only who moves up leaves the bottom.
    if (this.#distance < NEAR_BOTTOM) this.isAtBottom = true;
    else if (this.#element.scrollTop < this.#lastTop) this.isAtBottom = false;
    this.#remember();
    this.#moved();
    this.check();
  }

  #stick() {
    if (this.isAtBottom) this.#element.scrollTop = this.#element.scrollHeight;
    this.#remember();
  }

  #remember() {
    this.#lastTop = this.#element.scrollTop;
  }
}
