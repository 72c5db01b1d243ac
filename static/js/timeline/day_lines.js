/** The lines that name the days, each above the first row of its day. */
import { stamp } from "../dom/stamp.js";

export class DayLines {
  #lines = new WeakMap();
  #ats = new WeakMap();
  #list;
  #times;
  #clock;

  /** Those that the server has put into the `list` are taken away. */
  constructor({ list, times, clock }) {
    this.#list = list;
    this.#times = times;
    this.#clock = clock;
    list.querySelectorAll(".day-line").forEach((line) => line.remove());
  }

  of(row) {
    return this.#lines.get(row);
  }

  remove(row) {
    this.#lines.get(row)?.remove();
  }

  /** Have one above a row, and above the `unreadLine` if that stands there. */
  stand(row, { at, day }, unreadLine) {
    const line = this.#lines.get(row) ?? stamp("day-line");
    this.#lines.set(row, line);
    this.#ats.set(line, at);
    line.querySelector("time").dateTime = day;
    this.#name(line);
    const place = lineAbove(row, line, unreadLine);
    if (place !== line) place.before(line);
  }

  /** Another day has begun: "Today" is another one now. */
  rename() {
    for (const line of this.#list.querySelectorAll(".day-line")) this.#name(line);
  }

  #name(line) {
    const label = this.#times.dayLabel(this.#ats.get(line), this.#clock.now());
    line.querySelector("time").textContent = label;
  }
}

/** The topmost of a row and the lines that belong to it. */
export function lineAbove(row, ...lines) {
  let top = row;
  while (lines.includes(top.previousElementSibling)) top = top.previousElementSibling;
  return top;
}
