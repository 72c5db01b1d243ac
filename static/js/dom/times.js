/** Times as people in a place read them; `at` is RFC 3339 text. */
const DAY_MS = 24 * 3600 * 1000;
const CYCLES = { 12: "h12", 24: "h23" };
// All doors have the same digits.
const LATIN = "-u-nu-latn";

/** The region is that of the browser, where it speaks the page's language. */
export function localeOf(language, spoken) {
  const isIt = (each) => each.toLowerCase().split("-")[0] === language;
  return spoken.find(isIt) ?? language;
}

export class Times {
  /** "12" or "24" */
  hours;
  /** Is called when times are shown in another way. */
  changed = () => {};
  #hour;
  #date;
  #long;
  #longYear;
  #whole;
  #relative;
  #locale;
  #timeZone;

  /**
   * `hours` are "12" or "24", or "" for what is usual in the locale; without a
   * `timeZone` it is the browser's.
   */
  constructor({ locale = "en", hours = "", timeZone } = {}) {
    this.#locale = locale;
    this.#timeZone = timeZone;
    const words = { weekday: "long", day: "numeric", month: "long" };
    const numbers = { year: "numeric", month: "2-digit", day: "2-digit" };
    this.#date = this.#format(numbers, "en");
    this.#long = this.#format(words);
    this.#longYear = this.#format({ ...words, year: "numeric" });
    this.#relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
    this.choose(hours);
  }

  /** As in the constructor. */
  choose(hours) {
    const hourCycle = CYCLES[hours];
    this.#hour = this.#clockOf(hours);
    this.hours = this.#isOf12(this.#hour) ? "12" : "24";
    this.#whole = this.#format({ dateStyle: "full", timeStyle: "medium", hourCycle });
    this.changed();
  }

  /** What a time looks like of 12 hours, or of 24: "2:05 PM". */
  example(hours) {
    return this.#clockOf(hours).format(new Date(2026, 0, 31, 14, 5));
  }

  /** "14:05" */
  clock(at) {
    return this.#hour.format(new Date(at));
  }

  /** "2026-01-31" */
  day(at) {
    const date = new Date(at);
    // Of each message it is asked, and Intl takes many times as long for the same.
    if (!this.#timeZone) return dayHere(date);
    const parts = this.#date.formatToParts(date);
    const part = (type) => parts.find((each) => each.type === type).value;
    return `${part("year")}-${part("month")}-${part("day")}`;
  }

  /** "Today", "Yesterday", "Friday, January 30", with the year if it is another one. */
  dayLabel(at, now) {
    return this.#first(this.#dayInSentence(at, now));
  }

  /** "Today", "Tomorrow", "Monday, December 1": of a time to come. */
  comingDay(at, now) {
    if (dayBefore(this.day(at)) !== this.day(now)) return this.dayLabel(at, now);
    return this.#first(this.#relative.format(1, "day"));
  }

  /** "14:05", or the day if it is another one: "yesterday". */
  since(at, now) {
    return this.day(at) === this.day(now) ? this.clock(at) : this.#dayInSentence(at, now);
  }

  /** What a clock shows that is so many minutes ahead of UTC's; empty: the same as here. */
  there(ahead, now) {
    const beyond = ahead + new Date(now).getTimezoneOffset();
    return beyond ? this.clock(now + beyond * 60_000) : "";
  }

  full(at) {
    return this.#whole.format(new Date(at));
  }

  /** As it begins a line. */
  #first([first, ...others]) {
    return first.toLocaleUpperCase(this.#locale) + others.join("");
  }

  #dayInSentence(at, now) {
    const [day, today] = [this.day(at), this.day(now)];
    if (day === today) return this.#relative.format(0, "day");
    if (day === dayBefore(today)) return this.#relative.format(-1, "day");
    const sameYear = day.slice(0, 4) === today.slice(0, 4);
    return (sameYear ? this.#long : this.#longYear).format(new Date(at));
  }

  /** "2:05 PM", "02:05" */
  #clockOf(hours) {
    const hourCycle = CYCLES[hours];
    const short = this.#format({ hour: "numeric", minute: "2-digit", hourCycle });
    if (this.#isOf12(short)) return short;
    return this.#format({ hour: "2-digit", minute: "2-digit", hourCycle });
  }

  #isOf12(format) {
    return format.resolvedOptions().hourCycle.startsWith("h1");
  }

  #format(options, locale = this.#locale) {
    const timeZone = this.#timeZone;
    return new Intl.DateTimeFormat(locale + LATIN, { timeZone, ...options });
  }
}

function dayHere(date) {
  const numbers = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return numbers.map((each) => String(each).padStart(2, "0")).join("-");
}

/** By the calendar: a day of the clock may have 23 or 25 hours, one in UTC has 24. */
function dayBefore(day) {
  return new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);
}
