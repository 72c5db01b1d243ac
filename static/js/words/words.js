/**
 * What the page says, in the language of whoever reads it. The words in the code are
 * English. A script of `languages` brings others along: the page names the one of its
 * language, which is run before all modules.
 *
 * A person's words in a sentence are kept apart from it where they may run the other
 * way (UAX #9 §2.7, isolates): "ada and דנה are typing…".
 */
const ENGLISH = "en";
const FROM_RIGHT = /^(Adlm|Arab|Hebr|Nkoo|Rohg|Syrc|Thaa)$/;
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
const [ISOLATE, END] = ["\u2068", "\u2069"];

export class Words {
  #known;
  #isFromRight;
  #numbers;
  #plurals;
  #englishPlurals = new Intl.PluralRules(ENGLISH);
  #lists;
  #moments;

  /**
   * `known` has the translations by their English words; of what is counted, by the
   * English plural: one for each of the language's categories (`Intl.PluralRules`).
   * `{name}` in them stands for a fact: a number, a moment, somebody's words, or a list
   * of those.
   */
  constructor(language = ENGLISH, known = {}) {
    this.#known = new Map(Object.entries(known));
    this.#isFromRight = FROM_RIGHT.test(new Intl.Locale(language).maximize().script);
    // All doors have the same digits.
    this.#numbers = new Intl.NumberFormat(`${language}-u-nu-latn`);
    this.#plurals = new Intl.PluralRules(language);
    const moment = { dateStyle: "long", timeStyle: "short" };
    this.#moments = new Intl.DateTimeFormat(`${language}-u-nu-latn`, moment);
    // "ada, bob and carol": Americans alone have a comma before the "and".
    this.#lists = new Intl.ListFormat(language === ENGLISH ? "en-GB" : language);
  }

  say(text, facts = {}) {
    return this.#fill(this.#known.get(text) ?? text, facts);
  }

  /** `{count}` stands for the number, unless the facts have something else for it. */
  sayCount(count, one, other, facts = {}) {
    const forms = this.#known.get(other);
    const english = this.#englishPlurals.select(count) === "one" ? one : other;
    const text = forms?.[this.#plurals.select(count)] ?? english;
    return this.#fill(text, { count, ...facts });
  }

  number(number) {
    return this.#numbers.format(number);
  }

  /** "ada, bob and carol"; a number at the end are so many more. */
  list(names) {
    const isNumber = (name) => typeof name === "number";
    const more = (count) => this.sayCount(count, "{count} more", "{count} more");
    const each = (name) => (isNumber(name) ? more(name) : this.apart(name));
    return this.#lists.format(names.map(each));
  }

  /** What somebody has written, so that the sentence around it stays as it is. */
  apart(text) {
    const isSafe = !this.#isFromRight && !RIGHT_TO_LEFT.test(text);
    return isSafe ? text : ISOLATE + text.replace(CONTROLS, "") + END;
  }

  #fill(text, facts) {
    return text.replace(/\{(\w+)\}/g, (place, name) => {
      const fact = facts[name];
      if (fact === undefined) return place;
      if (Array.isArray(fact)) return this.list(fact);
      if (fact instanceof Date) return this.#moments.format(fact);
      return typeof fact === "number" ? this.number(fact) : this.apart(fact);
    });
  }
}

let words = new Words(...(globalThis.chatsiteWords ?? []));

/** From now on the page speaks this language; see `Words`. */
export function learn(language, known) {
  words = new Words(language, known);
}

export const say = (...what) => words.say(...what);
export const sayCount = (...what) => words.sayCount(...what);
export const number = (count) => words.number(count);
export const list = (names) => words.list(names);
export const apart = (text) => words.apart(text);
