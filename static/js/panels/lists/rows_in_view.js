/**
 * A list of rows of one height, of which only those are there that are in view, and some
 * around them: ten thousand are as quick as ten.
 */
import { follow } from "../../dom/follow.js";

const AROUND = 15;

export class RowsInView {
  items = [];
  #list;
  #scroller;
  #rem;
  #parts;

  /** `rem`: the height of a row; `keyOf`, `make` and `fill` as in `follow`. */
  constructor(list, scroller, { rem, ...parts }) {
    [this.#list, this.#scroller, this.#rem] = [list, scroller, rem];
    this.#parts = parts;
  }

  show(items) {
    this.items = items;
    this.draw();
  }

  /** Have what is in view now. */
  draw() {
    const { length } = this.items;
    const top = this.#scroller.scrollTop - this.#list.offsetTop;
    const height = this.#height;
    const first = between(0, Math.floor(top / height) - AROUND, length);
    const behind = Math.ceil((top + this.#scroller.clientHeight) / height) + AROUND;
    const last = between(first, behind, length);
    const [above, below] = [first, length - last].map((count) => `${count * height}px`);
    this.#list.style.paddingBlock = `${above} ${below}`;
    const { keyOf, make, fill } = this.#parts;
    const places = new Map(this.items.slice(first, last).map((it, n) => [it, first + n]));
    follow(this.#list, [...places.keys()], {
      keyOf,
      rowKey: (row) => row.dataset.key,
      make,
      fill: (row, item) => {
        row.dataset.key = keyOf(item);
        [row.ariaPosInSet, row.ariaSetSize] = [places.get(item) + 1, length];
        fill(row, item);
      },
    });
  }

  /** The row of the item at that place, which is brought into view. */
  rowAt(place) {
    const height = this.#height;
    const top = this.#list.offsetTop + place * height;
    const { scrollTop, clientHeight } = this.#scroller;
    if (top < scrollTop + height) this.#scroller.scrollTop = top - height;
    else if (top + 2 * height > scrollTop + clientHeight)
      this.#scroller.scrollTop = top + 2 * height - clientHeight;
    this.draw();
    return this.#list.querySelector(`[aria-posinset="${place + 1}"]`);
  }

  /** The place of the item that a row is of, if the row is of this list. */
  placeOf(row) {
    return this.#list.contains(row) ? Number(row.ariaPosInSet) - 1 : -1;
  }

  get #height() {
    const { fontSize } = getComputedStyle(document.documentElement);
    return this.#rem * Number.parseFloat(fontSize);
  }
}

function between(least, wanted, most) {
  return Math.max(least, Math.min(wanted, most));
}
