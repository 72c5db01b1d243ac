/**
 * All emoji by name, and which of them somebody looks for.
 *
 * The table is `static/emoji.json`, which the server takes reactions by, too, or the
 * same in another language: groups of rows [emoji, name, other words, its forms in the
 * tones of skin]. A form in two tones is found by the words of both: "handshake light
 * dark".
 */
import { bare, sameEmoji } from "../content/same_emoji.js";
import { fold } from "../finding/fold.js";
import { say } from "../../words/words.js";

const MODIFIERS = /[\u{1f3fb}-\u{1f3ff}]/gu;
const WORDS = /[\p{L}\p{N}]+/gu;
/** What a tone adds to an emoji: none, the light ones, the dark ones. */
export const TONES = ["", "\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"];

export class EmojiTable {
  #groups;
  #forms = null;

  constructor({ groups }) {
    const rows = groups.flatMap(({ emoji }) => emoji);
    const tones = new Map(rows.filter(([emoji]) => isTone(emoji)));
    this.#groups = groups.map(({ name, emoji }) => ({
      name,
      entries: emoji.map((row) => new Entry(row, tones)),
    }));
  }

  /** All, by groups: [{ name, emoji: [{ emoji, name }] }], people in that tone of skin. */
  all(tone) {
    return this.#groups.map(({ name, entries }) => ({
      name,
      emoji: entries.map((entry) => entry.in(tone)),
    }));
  }

  /**
   * Those that fit what was typed, the best first; an emoji finds itself. `use(emoji)`:
   * of those that fit as well, what is used more comes first.
   */
  find(typed, tone, use = () => 0) {
    const entries = this.#groups.flatMap((group) => group.entries);
    // First, for ℹ and ㊗ are letters and numbers, too.
    const itself = entries.flatMap((each) => each.written(typed.trim()));
    const words = wordsOf(typed);
    if (itself.length || !words.length) return itself;
    const found = entries.map((entry) => [entry.rank(words, typed), entry.in(tone)]);
    const fit = found.filter(([rank]) => rank < Infinity);
    fit.sort(([a, one], [b, other]) => a - b || use(other.emoji) - use(one.emoji));
    if (fit.length) return fit.map(([, each]) => each);
    return entries.flatMap((entry) => entry.inTones(words));
  }

  /** These, with their names; what is none is left out. */
  those(emoji) {
    this.#forms ??= new Map(
      this.#groups.flatMap(({ entries }) => entries.flatMap((entry) => entry.forms)),
    );
    return emoji.map((each) => this.#forms.get(bare(each))?.(each)).filter(Boolean);
  }

  /** What has that very name, or that word for itself: `tada`, `+1`; or undefined. */
  named(typed, tone) {
    const words = wordsOf(typed);
    const entries = this.#groups.flatMap((group) => group.entries);
    const found = entries.map((entry) => [entry.rank(words, typed), entry]);
    const fit = found.filter(([rank, entry]) => rank <= 1 && entry.is(words, typed));
    return fit.sort(([a], [b]) => a - b)[0]?.[1].in(tone);
  }
}

class Entry {
  #emoji;
  #name;
  #named;
  #words;
  #others;
  #forms;
  #tones;

  /** `tones`: what they are called in the table's language. */
  constructor([emoji, name, others, forms = []], tones) {
    this.#tones = tones;
    this.#emoji = emoji;
    this.#name = name;
    this.#named = wordsOf(name);
    this.#words = [...this.#named, ...wordsOf(others)];
    this.#others = fold(others).split(" ");
    this.#forms = forms;
  }

  /** Each of its forms, bare, with what tells how that is written and called. */
  get forms() {
    const all = [this.#emoji, ...this.#forms];
    return all.map((form) => [bare(form), () => this.#called(form)]);
  }

  /** In a tone of skin, if it has any. */
  in(tone) {
    const isIt = (form) => form.match(MODIFIERS).every((each) => each === tone);
    const form = tone && this.#forms.find(isIt);
    return this.#called(form || this.#emoji);
  }

  /** Whether that is its name, or one of the other words for it. */
  is(words, typed) {
    const name = words.join("");
    return name === this.#named.join("") || this.#others.includes(fold(typed.trim()));
  }

  /** The name comes first, then words of it, then what they begin with, then others. */
  rank(words, typed) {
    if (words.join("") === this.#named.join("")) return 0;
    if (words.every((word) => this.#named.includes(word))) return 1;
    if (this.#others.includes(fold(typed.trim()))) return 1;
    if (fits(this.#named, words)) return 2;
    return fits(this.#words, words) ? 3 : Infinity;
  }

  /** Its forms, in one tone or two, that are meant by words for those. */
  inTones(words) {
    const forms = this.#forms.map((form) => this.#called(form));
    return forms.filter(({ name }) => fits([...this.#words, ...wordsOf(name)], words));
  }

  /** It, or a form of it, if that is what was written. */
  written(text) {
    const forms = [this.#emoji, ...this.#forms].filter((each) => sameEmoji(each, text));
    return forms.map((form) => this.#called(form));
  }

  #called(emoji) {
    const tones = isTone(emoji) ? [] : (emoji.match(MODIFIERS) ?? []);
    const marks = new Set(tones.map((tone) => this.#tones.get(tone)));
    return { emoji, name: [this.#name, ...marks].join(say(", ")) };
  }
}

/** A tone by itself, of no person. */
function isTone(emoji) {
  return /^[\u{1f3fb}-\u{1f3ff}]$/u.test(emoji);
}

function wordsOf(text) {
  return fold(text).match(WORDS) ?? [];
}

function fits(words, typed) {
  return typed.every((part) => words.some((word) => word.startsWith(part)));
}
