/** The edge between two panes, which is moved by a pointer or by arrows. */
import { isFromRight, stepInLine } from "../../dom/direction.js";

const STEP = 0.05;
const LEAST_PX = 240;

/** How much of the room a pane takes, beside others. */
export function partOf({ style }) {
  return Number(style.flexGrow) || 100; // as in css/layout.css
}

export class PaneDivider {
  #element;
  #around;
  #done;

  /** `around()` are the elements before it and after it; `done()`: they are as wanted. */
  constructor(element, { around, done }) {
    [this.#element, this.#around, this.#done] = [element, around, done];
    element.addEventListener("pointerdown", (event) => this.#grasp(event));
    element.addEventListener("pointermove", (event) => this.#draw(event));
    for (const end of ["pointerup", "pointercancel"]) element.addEventListener(end, done);
    element.addEventListener("dblclick", () => this.#have(0.5, true));
    element.addEventListener("focus", () => this.#have(this.#share));
    element.addEventListener("keydown", (event) => this.#key(event));
  }

  /** What the one before has of the room of both. */
  get #share() {
    const [before, after] = this.#widths;
    return before / (before + after);
  }

  get #widths() {
    return this.#around().map((each) => each.getBoundingClientRect().width);
  }

  #grasp(event) {
    event.preventDefault(); // nothing is selected on the way
    this.#element.focus();
    this.#element.setPointerCapture(event.pointerId);
  }

  #draw({ clientX, pointerId }) {
    if (!this.#element.hasPointerCapture(pointerId)) return;
    const { left, right } = this.#around()[0].getBoundingClientRect();
    const [before, after] = this.#widths;
    const wanted = isFromRight() ? right - clientX : clientX - left;
    this.#have(wanted / (before + after));
  }

  #key(event) {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    const step = stepInLine(key);
    const wanted = step ? this.#share + step * STEP : { Home: 0, End: 1 }[key];
    if (wanted === undefined || altKey || ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    this.#have(wanted, true);
  }

  /** Both stay wide enough to be read. */
  #have(share, isDone = false) {
    const [before, after] = this.#around();
    const [one, other] = this.#widths;
    const least = Math.min(0.5, LEAST_PX / (one + other));
    const had = Math.max(least, Math.min(share, 1 - least));
    const sum = partOf(before) + partOf(after);
    before.style.flexGrow = (sum * had).toFixed(2);
    after.style.flexGrow = (sum * (1 - had)).toFixed(2);
    this.#element.ariaValueNow = Math.round(100 * had);
    if (isDone) this.#done();
  }
}
