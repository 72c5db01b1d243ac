/**
 * What is begun before the cursor and can be ended for whoever writes: the name of a
 * person or a room, an emoji, a word for something to do, the language of code.
 */
import { fold } from "../finding/fold.js";

export const MOST = 8;

const NAME = /([@#:])([\p{L}\p{M}\p{N}_+\u200c\u200d-]*)$/u;
const COMMAND = /^(\/)(\p{L}*)$/u;
const LANGUAGE = /(?:^|\n) {0,3}(```|~~~)([\w+#.-]+)$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
// An address or a word has the mark in its middle; but not every script has spaces.
const GLUED = /[\p{L}\p{M}\p{N}_.+\-/@#:&\\]$/u;
const WITHOUT_SPACES =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}]$/u;
// Faces as :D and :-) are no emoji by name.
const EMOJI = /^(?:[\p{L}\p{N}].|[+-]1)/u;
const PARTS = /[-_. ]+/;

/**
 * `{ mark, typed, start }` of what is begun where the cursor is; null if nothing is.
 * `mark` is one of `@`, `#`, `:`, `/`, and a backtick for the language of code.
 */
export function begun(text, at) {
  const before = text.slice(0, at);
  const language = before.match(LANGUAGE);
  if (language) return isOpening(before) ? found("`", language) : null;
  const command = before.match(COMMAND);
  if (command) return found("/", command);
  const name = before.match(NAME);
  if (!name || isGlued(before.slice(0, name.index)) || isInCode(before)) return null;
  if (name[1] === ":" && !EMOJI.test(name[2])) return null;
  return found(name[1], name);

  function found(mark, [, , typed]) {
    return { mark, typed, start: at - typed.length - (mark === "`" ? 0 : 1) };
  }
}

/** `:tada:` before the cursor: what stands between the colons; null if it does not. */
export function closedEmoji(text, at) {
  const its = text[at - 1] === ":" ? begun(text, at - 1) : null;
  return its?.mark === ":" ? its : null;
}

/** Whether the end of a text is code, where marks are only characters. */
export function isInCode(text) {
  const lines = text.split("\n");
  const last = lines.pop();
  let fence = null;
  for (const line of lines) fence = fenceAfter(fence, line);
  return fence !== null || isInTicks(last);
}

/**
 * Those that are called so, the likeliest first, `MOST` at most. Each is `{ name, isFar,
 * use, place }`: `isFar` puts it behind all others, `use` says how much it was picked,
 * and `place`, from 0 on, how near it stands.
 */
export function ranked(candidates, typed) {
  const wanted = fold(typed);
  const keyed = candidates.map((each, number) => [
    [Number(each.isFar ?? false), rankOf(each.name, wanted), -(each.use ?? 0)],
    [each.place ?? Infinity, number],
    each,
  ]);
  const fit = keyed.filter(([[, rank]]) => rank < Infinity);
  fit.sort(([a, b], [c, d]) => compare([...a, ...b], [...c, ...d]));
  return fit.slice(0, MOST).map(([, , each]) => each);
}

/** Whether that is what was typed, and nothing is left to be ended. */
export function isWhole(name, typed) {
  return fold(name) === fold(typed);
}

/** 0 where it begins so, 1 where a part of it does. */
function rankOf(name, wanted) {
  const folded = fold(name);
  if (folded.startsWith(wanted)) return 0;
  return folded.split(PARTS).some((part) => part.startsWith(wanted)) ? 1 : Infinity;
}

function compare(one, other) {
  const at = one.findIndex((each, place) => each !== other[place]);
  return at < 0 ? 0 : one[at] < other[at] ? -1 : 1;
}

function isGlued(before) {
  return GLUED.test(before) && !WITHOUT_SPACES.test(before);
}

/** Whether the fence in the last line begins code, and does not end it. */
function isOpening(text) {
  const above = text.slice(0, text.lastIndexOf("\n") + 1);
  return !isInCode(above);
}

function fenceAfter(fence, line) {
  const [, marks] = line.match(FENCE) ?? [];
  if (!marks) return fence;
  if (fence === null) return marks;
  const isItsEnd = marks[0] === fence[0] && marks.length >= fence.length;
  return isItsEnd ? null : fence;
}

/** Whether ticks were opened in that line, and as many have not closed them. */
function isInTicks(line) {
  let open = null;
  for (const [ticks] of line.matchAll(/`+/g)) {
    if (open === null) open = ticks;
    else if (open === ticks) open = null;
  }
  return open !== null;
}
