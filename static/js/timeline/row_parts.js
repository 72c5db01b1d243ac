/**
 * A message's row, and the parts that most have not: each is there only where it is
 * shown. There are hundreds of rows, and whatever is in them costs in every frame.
 */
import { stamp } from "../dom/stamp.js";

const RARE = [
  ...["guest-tag", "reveal", "actor", "actor-tag", "quote", "unfold-line", "files", "poll"],
  ...["deleted-text", "edited", "versions", "pin-mark", "undo-line", "reactions", "read-by"],
  "post-note",
];
// What stands behind all others, where it was pointed at.
const LAST = "toolbar";
let bare = null;
const models = new Map();

/** A row with nothing but what all have. */
export function newRow() {
  bare ??= takeApart(stamp("message"));
  return bare.cloneNode(true);
}

/** Have a part in a row, or have it not; returns it, or null. */
export function have(row, name, isThere) {
  const part = row.querySelector(`.${name}`);
  if (!isThere) part?.remove();
  return isThere ? (part ?? add(row, name)) : null;
}

function add(row, name) {
  bare ??= takeApart(stamp("message"));
  const { model, home, behind } = models.get(name);
  const parent = home === null ? row : row.querySelector(`.${home}`);
  const within = [...parent.children];
  const isNext = ({ classList }) => behind.some((each) => classList.contains(each));
  const part = model.cloneNode(true);
  parent.insertBefore(part, within.find(isNext) ?? null);
  return part;
}

/** Learn from a row that has all parts where each stands, and leave those that all have. */
function takeApart(row) {
  for (const name of RARE) {
    const model = row.querySelector(`.${name}`);
    const parent = model.parentElement;
    const all = [...parent.children];
    const behind = all.slice(all.indexOf(model) + 1).map((each) => each.classList[0]);
    const home = parent === row ? null : parent.classList[0];
    models.set(name, { model, home, behind: [...behind, LAST] });
  }
  for (const { model } of models.values()) model.remove();
  for (const node of [...row.childNodes])
    if (node.nodeType === Node.TEXT_NODE) node.remove();
  return row;
}
