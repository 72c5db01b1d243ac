/** How lengths and counts are said. */
import { number, sayCount } from "../words/words.js";

const MOST_SHOWN = 99;
const LINES_SHOWN = 20;

/** Characters as the server counts them: code points, not UTF-16 units. */
export function characters(text) {
  return [...text].length;
}

/** What the counter beside a text says; empty while there is plenty of room. */
export function countText(text, limit) {
  const left = limit - characters(text);
  if (left < 0)
    return sayCount(-left, "{count} character too long", "{count} characters too long");
  if (left > limit / 10) return "";
  return sayCount(left, "{count} character left", "{count} characters left");
}

/** "99+" where there are more. */
export function unreadText(count) {
  return count > MOST_SHOWN ? `${number(MOST_SHOWN)}+` : number(count);
}

/** "380"; "999+" where nobody has counted beyond `most`. */
export function countedText(count, most) {
  return count < most ? number(count) : `${number(most - 1)}+`;
}

/**
 * What unfolds a body; empty for one that has not more lines than are shown. Empty ones
 * around it are not seen.
 */
export function unfoldText(body) {
  const lines = body.trim().split("\n").length;
  if (lines <= LINES_SHOWN) return "";
  return sayCount(lines, "Show the line", "Show all {count} lines");
}

/** Whether nothing of a text can be seen: the server takes none of these. */
export function isBlank(text) {
  return !/[^\s\p{Default_Ignorable_Code_Point}\p{Cc}\u2800\ufff9-\ufffc]/u.test(text);
}

/** A text without blank lines at its begin, and without blanks at its end. */
export function withoutBlankEnds(text) {
  return text.replace(/^(?:[ \t]*\n)+/, "").trimEnd();
}
