/** A finger that draws a row along the line and lets it go, as to answer a message. */
const FREE = 12;
const FAR = 56;
const FARTHEST = 80;
// There some browsers go back.
const EDGE = 24;

export class Swipe {
  #row = null;
  #from = null;
  #isDrawn = false;
  #selector;
  #call;

  /** `call(row)`: of those in `root` that `selector` finds, one was drawn far enough. */
  constructor(root, selector, call) {
    this.#selector = selector;
    this.#call = call;
    root.addEventListener("pointerdown", (event) => this.#begin(event));
    root.addEventListener("pointermove", (event) => this.#move(event));
    root.addEventListener("pointerup", () => this.#end(true));
    root.addEventListener("pointercancel", () => this.#end(false));
  }

  #begin(event) {
    this.#end(false);
    const { clientX, isPrimary, pointerType, target } = event;
    const isFree = clientX > EDGE && clientX < innerWidth - EDGE;
    if (pointerType !== "touch" || !isPrimary || !isFree || scrollsAlong(target)) return;
    this.#row = target.closest(this.#selector);
    this.#from = event;
  }

  #move({ clientX, clientY }) {
    if (!this.#row) return;
    const turned = document.documentElement.dir === "rtl" ? -1 : 1;
    const along = (clientX - this.#from.clientX) * turned;
    const across = Math.abs(clientY - this.#from.clientY);
    if (!this.#isDrawn && (across > FREE || along < -FREE)) return this.#end(false);
    if (!this.#isDrawn && along < FREE) return;
    this.#isDrawn = true;
    const way = Math.max(0, Math.min(along - FREE, FARTHEST));
    this.#row.style.translate = `${way * turned}px`;
    this.#row.classList.toggle("is-drawn", way >= FAR);
  }

  #end(isLetGo) {
    const row = this.#row;
    const isFar = row?.classList.contains("is-drawn") ?? false;
    this.#row = this.#from = null;
    this.#isDrawn = false;
    if (!row) return;
    row.style.translate = "";
    row.classList.remove("is-drawn");
    if (isLetGo && isFar) this.#call(row);
  }
}

/** Within what a finger scrolls along the line, as long lines of code. */
function scrollsAlong(element) {
  for (let each = element; each && !each.matches(".message"); each = each.parentElement)
    if (each.scrollWidth > each.clientWidth && each.matches("pre, .editor *")) return true;
  return element.closest(".editor") !== null;
}
