/** Times as people in a time zone read them; `at` is RFC 3339 text. */
const DAY_MS = 24 * 3600 * 1000;

export class Times {
  #hour;
  #date;
  #long;
  #longYear;
  #whole;

  constructor(timeZone) {
    const format = (options) => new Intl.DateTimeFormat("en", { timeZone, ...options });
    this.#hour = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.#date = format({ year: "numeric", month: "2-digit", day: "2-digit" });
    this.#long = format({ weekday: "long", day: "numeric", month: "long" });
    this.#longYear = format({
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
    });
    this.#whole = format({ dateStyle: "full", timeStyle: "medium", hourCycle: "h23" });
  }

  /** "14:05" */
  clock(at) {
    return this.#hour.format(new Date(at));
  }

  /** "2026-01-31" */
  day(at) {
    const parts = this.#date.formatToParts(new Date(at));
    const part = (type) => parts.find((each) => each.type === type).value;
    return `${part("year")}-${part("month")}-${part("day")}`;
  }

  /** "Today", "Yesterday", "Friday, January 30", with the year if it is another one. */
  dayLabel(at, now) {
    const [day, today] = [this.day(at), this.day(now)];
    if (day === today) return "Today";
    if (day === dayBefore(today)) return "Yesterday";
    const sameYear = day.slice(0, 4) === today.slice(0, 4);
    return (sameYear ? this.#long : this.#longYear).format(new Date(at));
  }

  /** "14:05", or the day if it is another one. */
  since(at, now) {
    return this.day(at) === this.day(now) ? this.clock(at) : this.dayLabel(at, now);
  }

  full(at) {
    return this.#whole.format(new Date(at));
  }
}

/** By the calendar: a day of the clock may have 23 or 25 hours, one in UTC has 24. */
function dayBefore(day) {
  return new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);
}
