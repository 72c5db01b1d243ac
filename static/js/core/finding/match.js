/**
 * How well what is typed fits a name: it is the name, its begin, the begin of a word in
 * it, a part of it, or its letters stand in it in that order. Both are folded.
 */
import { fold } from "./fold.js";

const WHOLE = 100;
const BEGIN = 80;
const WORD = 60;
const PART = 40;
const LETTERS = 20;
// "dsk" is in "#desktop-news"; four letters of a sentence are not what was meant.
const WIDEST = 4;
const BETWEEN_WORDS = /[\s\-_#@.:/]/;

/** A number, the higher the better; 0 if it does not fit. Each word typed has to. */
export function fit(typed, name) {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const folded = fold(name);
  const whole = words.length > 1 ? fitOf(words.join(" "), folded) : 0;
  const each = words.map((word) => fitOf(word, folded));
  return Math.max(whole, Math.min(...each, WHOLE));
}

/** Whatever fits of `things`, the best first; of equals the shorter name, then its order. */
export function fitting(typed, things, nameOf = (thing) => thing) {
  const found = things.map((thing) => ({ thing, by: fit(typed, nameOf(thing)) }));
  const length = ({ thing }) => nameOf(thing).length;
  return found
    .filter(({ by }) => by > 0)
    .sort((a, b) => b.by - a.by || length(a) - length(b))
    .map(({ thing }) => thing);
}

function fitOf(word, name) {
  if (word === name) return WHOLE;
  const at = name.indexOf(word);
  if (at === 0) return BEGIN;
  if (at < 0) return LETTERS * closeness(word, name);
  return isInWords(word, name, at) ? WORD : PART;
}

function isInWords(word, name, first) {
  for (let at = first; at >= 0; at = name.indexOf(word, at + 1))
    if (BETWEEN_WORDS.test(name[at - 1])) return true;
  return false;
}

/** 1 if the letters stand close together, less the wider apart, 0 if not in order. */
function closeness(word, name) {
  const letters = [...word];
  let best = 0;
  for (let from = 0; from < name.length; from += 1) {
    if (!name.startsWith(letters[0], from)) continue;
    const end = endOf(letters, name, from);
    if (end < 0) break;
    best = Math.max(best, word.length / (end - from));
  }
  return best * WIDEST >= 1 && letters.length > 1 ? best : 0;
}

function endOf(letters, name, from) {
  let at = from;
  for (const letter of letters) {
    const found = name.indexOf(letter, at);
    if (found < 0) return -1;
    at = found + letter.length;
  }
  return at;
}
