/** A finger that stays where it is: what a click of the other button is for a mouse. */
const HOLD_MS = 500;
const SLOP = 10;

export class LongPress {
  #timer = null;
  #from = null;
  #isHeld = false;
  #selector;
  #call;

  /** `call(element)`: of those in `root` that `selector` finds, one was pressed long. */
  constructor(root, selector, call) {
    this.#selector = selector;
    this.#call = call;
    root.addEventListener("pointerdown", (event) => this.#begin(event));
    root.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"])
      root.addEventListener(end, () => this.#stop());
    // Some browsers would select a word, or open a menu of their own.
    root.addEventListener("contextmenu", (event) => {
      const element = event.pointerType === "touch" && this.#elementOf(event);
      if (!element) return;
      event.preventDefault();
      if (!this.#isHeld) this.#hold(element);
    });
    // Else lifting the finger is a click, on what has been opened below it.
    const lift = (event) => this.#isHeld && event.cancelable && event.preventDefault();
    root.addEventListener("touchend", lift, { passive: false });
  }

  #begin(event) {
    this.#stop();
    this.#isHeld = false;
    const isFinger = event.pointerType === "touch" && event.isPrimary;
    const element = isFinger && this.#elementOf(event);
    if (!element) return;
    this.#from = event;
    this.#timer = setTimeout(() => this.#hold(element), HOLD_MS);
  }

  #move({ clientX, clientY }) {
    const from = this.#from;
    if (from && Math.hypot(clientX - from.clientX, clientY - from.clientY) > SLOP)
      this.#stop();
  }

  #hold(element) {
    this.#stop();
    this.#isHeld = true;
    this.#call(element);
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#from = null;
  }

  /** A link has a menu of its own, and in a field words are selected. */
  #elementOf({ target }) {
    const isOwn = target.closest(":is(a[href], input, textarea)") !== null;
    return isOwn ? null : target.closest(this.#selector);
  }
}
