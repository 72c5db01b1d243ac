/** The lines that name the days, each above the first row of its day. */
import { Groups } from "./groups.js";
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
    list.querySelectorAll(".day-line").forEach((line) => take(line));
  }

  remove(row) {
    take(this.#lines.get(row));
  }

  /** Have one above a row, and above the `unreadLine` if that stands there: a group. */
  stand(row, { at, day }, unreadLine) {
    const line = this.#lines.get(row) ?? stamp("day-line");
    this.#lines.set(row, line);
    if (this.#ats.get(line) !== at) this.#tell(line, at, day);
    const above = row.previousElementSibling;
    const group = Groups.from(above === unreadLine ? unreadLine : row);
    if (group.previousElementSibling !== line) group.before(line);
    group.classList.add("of-day");
  }

  /** Another day has begun: "Today" is another one now. */
  rename() {
    for (const line of this.#list.querySelectorAll(".day-line")) this.#name(line);
  }

  #tell(line, at, day) {
    this.#ats.set(line, at);
    line.querySelector("time").dateTime = day;
    this.#name(line);
  }

  #name(line) {
    const label = this.#times.dayLabel(this.#ats.get(line), this.#clock.now());
    line.querySelector("time").textContent = label;
  }
}

/** Take a line away: its group does not begin a day any more. */
function take(line) {
  line?.nextElementSibling?.classList.remove("of-day");
  line?.remove();
}
