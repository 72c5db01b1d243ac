/** Which rows go together, and where another day begins. */
import { previousMessage } from "./groups.js";

const GROUP_MS = 5 * 60 * 1000;

export class Arrangement {
  #facts = new WeakMap();
  #times;
  #days;
  #unreadLine;

  /** `days` are the lines that name them; the `unreadLine` parts what goes together. */
  constructor(times, days, unreadLine) {
    this.#times = times;
    this.#days = days;
    this.#unreadLine = unreadLine;
  }

  /** What a row shows. */
  learn(row, { author, at, action = false }) {
    // No name stands above an action.
    const head = action ? null : author;
    this.#facts.set(row, { head, at: Date.parse(at), day: this.#times.day(at) });
  }

  isOfOneDay(row, other) {
    return this.#facts.get(row)?.day === this.#facts.get(other)?.day;
  }

  /** A row's day line, and whether it goes with the row above. */
  arrange(row) {
    const own = this.#facts.get(row);
    if (!own) return;
    const above = previousMessage(row);
    const before = this.#facts.get(above);
    const isNewDay = before?.day !== own.day;
    if (isNewDay) this.#days.stand(row, own, this.#unreadLine);
    else this.#days.remove(row);
    const isClose = before?.head === own.head && own.at - before.at < GROUP_MS;
    const isParted = row.previousElementSibling === this.#unreadLine;
    // The name above is not seen.
    const isAlone = isUnheard(above) && !isUnheard(row);
    const isGrouped = isClose && !isNewDay && !isParted && !isAlone;
    row.classList.toggle("grouped", isGrouped || own.head === null);
  }
}

/** The words of somebody blocked, which nobody has revealed. */
function isUnheard(row) {
  return row?.classList.contains("unheard") ?? false;
}
