/** Which way the page runs, and what goes with it. */
const GAP = 6;

export function isFromRight() {
  return document.documentElement.dir === "rtl";
}

/** 1 for the arrow that leads on in a line, -1 for the one that leads back. */
export function stepInLine(key) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  return step && (isFromRight() ? -step : step);
}

/**
 * Put a popover below, or above, what it belongs to, or on the other side where there
 * is no room; their ends of the line are the same, or their beginnings (`atStart`). All
 * of it is in the window.
 */
export function placeAt(popover, anchor, { above = false, atStart = false } = {}) {
  const { top, bottom, left, right } = anchor.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const [up, down] = [top - height - GAP, bottom + GAP];
  const isAbove = above ? up > 0 : down + height >= innerHeight;
  const wanted = isFromRight() === atStart ? right - width : left;
  const most = innerWidth - width - GAP;
  const lowest = innerHeight - height - GAP;
  const place = Math.max(GAP, Math.min(isAbove ? up : down, lowest));
  // Where there is room on neither side, it is not to lie on what it belongs to.
  const isOver = place < bottom && place + height > top;
  const after = right + GAP + width < innerWidth ? right + GAP : left - GAP - width;
  popover.style.left = `${Math.max(GAP, Math.min(isOver ? after : wanted, most))}px`;
  popover.style.top = `${place}px`;
}
