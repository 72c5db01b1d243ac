/**
 * The place in a scrolled view where somebody reads: what stands in the view, and where
 * on the screen. After a change of any height, above or in it, what still stands there
 * says how far everything has drifted.
 *
 * Style sheets have `overflow-anchor` for this. Safari does not know it, it gives up at
 * the very top, and two that put things back would undo each other: it is off.
 */
const MOST = 8;

export class Place {
  #seen = [];
  #view;
  #list;

  /** The rows are the `list`'s children. */
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
    const near = this.#rowsFrom(top).flatMap(partsOf);
    const all = near.map((element) => {
      const box = element.getBoundingClientRect();
      return { element, top: box.top - off, bottom: box.bottom - off };
    });
    const shown = all.filter((each) => each.bottom > top && each.top < bottom);
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

  /** The first rows that end below `top`: they stand one below the other. */
  #rowsFrom(top) {
    const rows = this.#list.children;
    let [from, to] = [0, rows.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (rows[middle].getBoundingClientRect().bottom > top) to = middle;
      else from = middle + 1;
    }
    const lines = 2; // a day's, and the one above what is new
    const near = [...rows].slice(from, from + MOST + lines);
    return near.filter((row) => row.matches(".message")).slice(0, MOST);
  }
}

/** The words first: a name above them comes and goes with the row before. */
function partsOf(row) {
  const parts = [...row.querySelectorAll(".body, .body > *"), row];
  return parts.filter((element) => element.getClientRects().length);
}
