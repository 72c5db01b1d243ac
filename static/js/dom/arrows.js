/**
 * Arrows among the rows of a list, and in a row among what can be done there; Home and
 * End go to the ends. In a grid, up and down keep the column.
 */
import { stepInLine } from "./direction.js";
import { isShown } from "./shown.js";

// In a group of messages the author's name is not seen.
const CELLS = "a[href]:not(.author), button";

/** Have them in all the lists in `root`; the rows are what `selector` finds. */
export function onRowArrows(root, selector) {
  root.addEventListener("keydown", (event) => {
    const row = event.target.closest(selector);
    if (!row || isElsewhere(event)) return;
    const next = inRow(row, event) ?? rowFrom(root, selector, row, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

/** Have them in one list, of so many `columns`, whose items `selector` finds. */
export function onArrows(root, selector, columns = 1) {
  root.addEventListener("keydown", (event) => {
    const all = [...root.querySelectorAll(selector)].filter(isShown);
    const at = all.indexOf(event.target);
    if (at < 0 || isElsewhere(event)) return;
    const step = stepInGrid(event.key, columns);
    // From every column, what is below the last line is the end.
    const next = step > 1 ? Math.min(at + step, all.length - 1) : at + step;
    const item = atEnd(event.key, all) ?? all[next];
    if (step === undefined && !item) return;
    event.preventDefault();
    item?.focus();
  });
}

/** With another key held down it is the browser's, as in what is written or scrolled. */
function isElsewhere({ altKey, ctrlKey, metaKey, shiftKey, target }) {
  const hasOther = altKey || ctrlKey || metaKey || shiftKey;
  return hasOther || target.matches(":is(input, textarea, select, pre)");
}

function stepInGrid(key, columns) {
  if (columns === 1) return { ArrowDown: 1, ArrowUp: -1 }[key];
  return { ArrowDown: columns, ArrowUp: -columns }[key] ?? stepInLine(key);
}

function atEnd(key, all) {
  return { Home: all[0], End: all.at(-1) }[key];
}

function inRow(row, { key, target }) {
  const step = stepInLine(key);
  if (!step) return null;
  const cells = [...row.querySelectorAll(CELLS)].filter(isShown);
  if (row.hasAttribute("tabindex")) cells.unshift(row);
  return cells[cells.indexOf(target) + step] ?? target;
}

function rowFrom(root, selector, row, key) {
  const rows = [...root.querySelectorAll(selector)].filter(isShown);
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  const next = step ? (rows[rows.indexOf(row) + step] ?? row) : atEnd(key, rows);
  if (!next || next.hasAttribute("tabindex")) return next;
  return [...next.querySelectorAll(CELLS)].find(isShown);
}
