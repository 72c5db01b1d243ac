/**
 * The place in a scrolled view where somebody reads: what stands in the view, and where
 * on the screen. After a change of any height, above or in it, what still stands there
 * says how far everything has drifted.
 *
 * Style sheets have `overflow-anchor` for this. Safari does not know it, it gives up at
 * the very top, and two that put things back would undo each other: it is off.
 */
import { groupsIn, lastMessage, nextMessage } from "./groups.js";

const MOST = 8;

export class Place {
  #seen = [];
  #view;
  #list;

  /** The `list` has the rows, in groups. */
  constructor(view, list) {
    this.#view = view;
    this.#list = list;
  }

  /** The row that is read. */
  get row() {
    return this.#seen[0]?.element.closest(".message");
  }

  /**
   * What is read now is what stands in the view now; a part of a pixel that it has
   * `drifted` is made good later: else many changes would add up.
   */
  remember(drifted = 0) {
    const off = Math.abs(drifted) < 1 ? drifted : 0;
    const { top, bottom } = this.#view.getBoundingClientRect();
    const all = this.#rowsFrom(top).flatMap(partsOf).map((each) => boxOf(each, off));
    const isSeen = (each) => each.isThere && each.bottom > top && each.top < bottom;
    const shown = all.filter(isSeen);
    // What begins in the upper half is read from its beginning; else it is the middle
    // of something long, which is best known by its innermost part.
    const middle = (top + bottom) / 2;
    const begun = shown.filter((each) => each.top >= top && each.top < middle);
    const through = shown.filter((each) => each.top < top && each.bottom > middle);
    this.#seen = [...begun, ...through.sort((a, b) => b.top - a.top), ...shown];
  }

  /** How far it has gone down, in pixels, since it was scrolled by so many. */
  drift(scrolled) {
    const known = this.#seen.find(({ element }) => element.getClientRects().length);
    if (!known) return 0;
    return known.element.getBoundingClientRect().top - (known.top - scrolled);
  }

  /** The first and the last row within so many pixels from the view; see `Scroller`. */
  near(pixels) {
    const { top, bottom, height } = this.#view.getBoundingClientRect();
    if (!height) return [];
    const last = lastMessage(this.#list);
    const ends = [this.#rowAt(top - pixels), this.#rowAt(bottom + pixels) ?? last];
    return ends.filter(Boolean);
  }

  /** The first rows that end below `top`: they stand one below the other. */
  #rowsFrom(top) {
    const near = [];
    let row = this.#rowAt(top);
    for (; row && near.length < MOST; row = nextMessage(row)) near.push(row);
    return near;
  }

  #rowAt(top) {
    const group = firstBelow(groupsIn(this.#list), top);
    const row = group && firstBelow(group.children, top);
    return row && !row.matches(".message") ? nextMessage(row) : row;
  }
}

function firstBelow(elements, top) {
  let [from, to] = [0, elements.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (elements[middle].getBoundingClientRect().bottom > top) to = middle;
    else from = middle + 1;
  }
  return elements[from];
}

/** The words first: a name above them comes and goes with the row before. */
function partsOf(row) {
  return [...row.querySelectorAll(".body, .body > *"), row];
}

function boxOf(element, off) {
  const { top, bottom, width, height } = element.getBoundingClientRect();
  return { element, top: top - off, bottom: bottom - off, isThere: width + height > 0 };
}
