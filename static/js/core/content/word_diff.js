/**
 * What of a text was taken out and what was put in, by words: the longest run of words
 * that both have stays.
 */
const WITHOUT_SPACES = "\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}\\p{sc=Lao}";
const WORD = new RegExp(
  `[${WITHOUT_SPACES}]\\p{M}*|(?:(?![${WITHOUT_SPACES}])[\\p{L}\\p{N}\\p{M}_'’])+|\\s+|.`,
  "gsu",
);
// So many pairs of words are compared; beyond, all of the middle is another.
const PAIRS_MOST = 1_000_000;

/** Pieces `{ kind, text }`, of which `kind` is "same", "out" or "in". */
export function wordDiff(before, after) {
  const [old, fresh] = [before, after].map((text) => text.match(WORD) ?? []);
  const head = sharedHead(old, fresh);
  const tail = sharedHead(old.slice(head).reverse(), fresh.slice(head).reverse());
  const middle = [old, fresh].map((words) => words.slice(head, words.length - tail));
  const pieces = [
    ...old.slice(0, head).map((text) => ({ kind: "same", text })),
    ...compared(...middle),
    ...old.slice(old.length - tail).map((text) => ({ kind: "same", text })),
  ];
  return joined(pieces);
}

function sharedHead(one, other) {
  let count = 0;
  while (count < Math.min(one.length, other.length) && one[count] === other[count])
    count += 1;
  return count;
}

function compared(old, fresh) {
  const isMuch = old.length * fresh.length > PAIRS_MOST;
  const kept = isMuch ? [] : longest(old, fresh);
  const pieces = [];
  let [from, to] = [0, 0];
  for (const [place, other] of [...kept, [old.length, fresh.length]]) {
    while (from < place) pieces.push({ kind: "out", text: old[from++] });
    while (to < other) pieces.push({ kind: "in", text: fresh[to++] });
    if (place < old.length) pieces.push({ kind: "same", text: old[from++] });
    to += 1;
  }
  return pieces;
}

/** The places in both of the longest run of words that both have. */
function longest(old, fresh) {
  const width = fresh.length + 1;
  const length = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = fresh.length - 1; j >= 0; j--)
      length[i * width + j] =
        old[i] === fresh[j]
          ? length[(i + 1) * width + j + 1] + 1
          : Math.max(length[(i + 1) * width + j], length[i * width + j + 1]);
  const places = [];
  for (let [i, j] = [0, 0]; i < old.length && j < fresh.length; ) {
    if (old[i] === fresh[j]) places.push([i++, j++]);
    else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) i += 1;
    else j += 1;
  }
  return places;
}

function joined(pieces) {
  const found = [];
  for (const { kind, text } of pieces) {
    if (found.at(-1)?.kind === kind) found.at(-1).text += text;
    else found.push({ kind, text });
  }
  return found;
}
