/**
 * The rows stand in groups, one below the other: what comes above moves a group as one,
 * and the browser looks at none of its rows. A group is of one day: the day's line
 * stands before it, and stays while all groups of that day scroll by.
 */
const MOST = 25;
const GROUP = ".rows";
const ROW = ".message";

export class Groups {
  #list;

  /** Groups that the server has made in the `list` are kept. */
  constructor(list) {
    this.#list = list;
  }

  /** Put a row before `next`, or behind all; `isOfDay(row)`: that goes into its group. */
  place(row, next, isOfDay) {
    const above = next ? previousMessage(next) : lastMessage(this.#list);
    const [before, behind] = [next?.parentElement, above?.parentElement];
    const former = row.parentElement;
    if (before && (before === behind || (hasRoom(before) && isOfDay(next))))
      topOf(next).before(row);
    else if (behind && hasRoom(behind) && isOfDay(above)) {
      if (next) above.after(row);
      else behind.append(row); // behind what happened since the last message, too
    } else this.#begin(before).append(row);
    tidy(former);
  }

  /** Have a group begin with an element: what stands above it is another one. */
  static from(first) {
    const group = first.parentElement;
    if (first === group.firstElementChild) return group;
    const rest = document.createRange();
    rest.setStartBefore(first);
    rest.setEndAfter(group.lastChild);
    const other = group.cloneNode();
    other.append(rest.extractContents());
    group.after(other);
    return other;
  }

  /** Take a row, or a line, out. */
  static remove(element) {
    const group = element.parentElement;
    element.remove();
    tidy(group);
  }

  #begin(next) {
    const group = document.createElement("ol");
    group.className = "rows";
    this.#list.insertBefore(group, next ? topOf(next) : null);
    return group;
  }
}

export function groupsIn(list) {
  return [...list.children].filter((each) => each.matches(GROUP));
}

export function lastMessage(list) {
  const last = list.lastElementChild?.lastElementChild;
  return last && !last.matches(ROW) ? previousMessage(last) : last;
}

export function previousMessage(row) {
  return beside(row, "previousElementSibling", "lastElementChild");
}

export function nextMessage(row) {
  return beside(row, "nextElementSibling", "firstElementChild");
}

/** The next row on one side, in its group or in another. */
function beside(row, side, end) {
  let each = row;
  do each = each[side] ?? groupBeside(each.parentElement, side)?.[end];
  while (each && !each.matches(ROW));
  return each;
}

function groupBeside(group, side) {
  let each = group?.[side];
  while (each && !each.matches(GROUP)) each = each[side];
  return each;
}

/** A row with the line of what is new above it, or a group with its day's. */
function topOf(element) {
  const above = element.previousElementSibling;
  return above && !above.matches(`${GROUP}, ${ROW}`) ? above : element;
}

function hasRoom(group) {
  return group.childElementCount < MOST;
}

function tidy(group) {
  if (group?.matches(GROUP) && group.childElementCount === 0) group.remove();
}
