/**
 * Marks around what is selected, or away from there: pure, for the composer and for the
 * editor. Each takes `{ text, start, end }` and returns `{ start, end, put, select }`:
 * `put` stands for what was between, and `select` is what is selected then.
 */
const WORD = /[\p{L}\p{M}\p{N}_]/u;
const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/;
const LINK = "https://";

export const FORMATS = {
  bold: (at) => inMarks(at, "**"),
  italic: (at) => inMarks(at, "*"),
  strike: (at) => inMarks(at, "~~"),
  code: (at) => inTicks(at),
  block: (at) => inFences(at),
  link: (at) => asLink(at),
  quote: (at) => withLines(at, "> ", () => true),
  list: (at) => withLines(at, "- ", (line) => line.trim() !== ""),
};

/** A word where the cursor is; what is selected is taken without the blanks around it. */
function meant({ text, start, end }) {
  if (start < end) {
    const all = text.slice(start, end);
    const [before, after] = [all.trimStart(), all.trimEnd()].map((each) => each.length);
    if (!before) return [start, start];
    return [end - before, start + after];
  }
  const isWithin = [text[start - 1], text[start]].every((each) => each && WORD.test(each));
  if (!isWithin) return [start, end];
  let [from, to] = [start, end];
  while (from > 0 && WORD.test(text[from - 1])) from -= 1;
  while (to < text.length && WORD.test(text[to])) to += 1;
  return [from, to];
}

function inMarks(at, mark) {
  const [start, end] = meant(at);
  const { text } = at;
  const length = mark.length;
  const inside = text.slice(start, end);
  const own = Math.min(run(inside, mark[0], 1), run(inside, mark[0], -1));
  if (inside.length >= 2 * length && isThere(own, mark))
    return put(start, end, inside.slice(length, -length));
  const around = Math.min(
    run(text.slice(0, start), mark[0], -1),
    run(text.slice(end), mark[0], 1),
  );
  if (isThere(around, mark)) return put(start - length, end + length, inside);
  return put(start, end, inside, mark, mark);
}

/** How many of that character stand at the begin (1), or at the end (-1). */
function run(text, character, side) {
  const letters = side > 0 ? [...text] : [...text].reverse();
  const other = letters.findIndex((each) => each !== character);
  return other < 0 ? letters.length : other;
}

/** Three stars are both. */
function isThere(count, mark) {
  return mark === "*" ? count % 2 === 1 : count >= 2;
}

function inTicks(at) {
  const [start, end] = meant(at);
  const { text } = at;
  const inside = text.slice(start, end);
  if (inside.includes("\n")) return inFences(at);
  const [, , bare] = inside.match(/^(\x60+)([^\x60]+)\1$/) ?? [];
  if (bare) return put(start, end, bare);
  if (text[start - 1] === "\x60" && text[end] === "\x60") return put(start - 1, end + 1, inside);
  const ticks = "\x60".repeat(longest(inside) + 1);
  const space = /^\x60|\x60$/.test(inside) ? " " : "";
  return put(start, end, inside, ticks + space, space + ticks);
}

/** Whole lines; then the cursor stands where the language is named. */
function inFences({ text, start, end }) {
  const [from, to] = lines({ text, start, end });
  const inside = text.slice(from, to);
  const [, bare] = inside.match(/^\x60{3,}[^\n]*\n([^]*)\n\x60{3,}$/) ?? [];
  if (bare !== undefined) return put(from, to, bare);
  const fence = "\x60".repeat(Math.max(3, longest(inside) + 1));
  const whole = put(from, to, inside, `${fence}\n`, `\n${fence}`);
  const place = inside.trim() ? from + fence.length : from + fence.length + 1;
  return { ...whole, select: [place, place] };
}

function asLink(at) {
  const [start, end] = meant(at);
  const inside = at.text.slice(start, end);
  if (ADDRESS.test(inside)) {
    const whole = put(start, end, inside, "[](", ")");
    return { ...whole, select: [start + 1, start + 1] };
  }
  const whole = put(start, end, inside, "[", `](${LINK})`);
  const place = start + inside.length + 3;
  const select = inside ? [place, place + LINK.length] : [start + 1, start + 1];
  return { ...whole, select };
}

/** A link with the selected words, for an address that is pasted on them; or null. */
export function pasted({ text, start, end }, typed) {
  const [words, address] = [text.slice(start, end), typed.trim()];
  const isMeant = ADDRESS.test(address) && words.trim() && !/[\n[\]]/.test(words);
  if (!isMeant || ADDRESS.test(words.trim())) return null;
  const [place, whole] = [start, `[${words}](${address})`];
  return { start, end, put: whole, select: [place + whole.length, place + whole.length] };
}

function withLines(at, mark, isMeant) {
  const [from, to] = lines(at);
  const all = at.text.slice(from, to).split("\n");
  const marked = all.filter(isMeant);
  const isThere = marked.length > 0 && marked.every((each) => each.startsWith(mark));
  const changed = (line) => (isThere ? line.slice(mark.length) : mark + line);
  const isEmpty = marked.length === 0;
  const made = all.map((each) => (isEmpty || isMeant(each) ? changed(each) : each));
  const whole = put(from, to, made.join("\n"));
  const last = from + whole.put.length;
  return { ...whole, select: at.start === at.end ? [last, last] : [from, last] };
}

/** From the begin of the first line to the end of the last; no line that is not begun. */
function lines({ text, start, end }) {
  const last = end > start && text[end - 1] === "\n" ? end - 1 : end;
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const to = text.indexOf("\n", last);
  return [start === 0 ? 0 : from, to < 0 ? text.length : to];
}

function longest(text) {
  return Math.max(0, ...(text.match(/\x60+/g) ?? []).map((each) => each.length));
}

function put(start, end, inside, before = "", after = "") {
  const from = start + before.length;
  return {
    ...{ start, end, put: before + inside + after },
    select: [from, from + inside.length],
  };
}
