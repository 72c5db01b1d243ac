/**
 * How names are found by what is typed of them, and in which order they are listed.
 *
 * The twin of `chat/text/fold.py`. A fold is for Find and for order, never for who
 * somebody is: that is the key, which the server says.
 */

// Accents and points above and below, of Latin, Greek, Cyrillic, Hebrew, Arabic, Syriac
// and of all; apostrophes, geresh and gershayim; the stretch of Arabic, and what nobody
// sees. Vowels of India stay.
const DROPPED = new RegExp(
  "['\"\\u2018\\u2019\\u201d\\u055a\\u05f3\\u05f4\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5" +
    "\\u05c7\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4" +
    "\\u06e7\\u06e8\\u06ea-\\u06ed\\u0711\\u0730-\\u074a\\u08d3-\\u08ff\\u1ab0-\\u1aff" +
    "\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f\\u00ad\\u02bb\\u02bc\\u180b-\\u180f" +
    "\\u200b-\\u200f\\u2060-\\u206f\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]",
  "gu",
);
// What NFKD does not take apart, as Unicode's CLDR writes it in ASCII (Latin-ASCII), and
// letters of which one keyboard has this, another that.
const LETTERS = new Map(
  Object.entries({
    ...{ ß: "ss", æ: "ae", œ: "oe", þ: "th", ø: "o", ł: "l", đ: "d", ð: "d", ı: "i" },
    ...{ ħ: "h", ŧ: "t", ŋ: "n", ĸ: "q", ə: "e", ɛ: "e", ɔ: "o", ɓ: "b", ɗ: "d" },
    ...{ ɖ: "d", ƙ: "k", ƴ: "y", ς: "σ", ی: "ي", ى: "ي", ک: "ك", ة: "ه" },
    ...{ ٱ: "ا", ہ: "ه", ە: "ه", "\u05be": "-", "\u058a": "-", "\u2010": "-" },
  }),
);
const IS_ASCII = /^[\0-\x7f]*$/;

/** Without accents and the difference of case, width and form. */
export function fold(text) {
  if (IS_ASCII.test(text)) return text.toLowerCase().replace(/['"]/g, "");
  const bare = text.normalize("NFKD").replace(DROPPED, "").toLowerCase();
  return [...bare].map((letter) => LETTERS.get(letter) ?? letter).join("");
}

/** A list of whatever has names, in the order of all lists. */
export function inOrder(things, nameOf = (thing) => thing) {
  const placed = things.map((thing) => [fold(nameOf(thing)), nameOf(thing), thing]);
  return placed.sort(byPlace).map(([, , thing]) => thing);
}

function byPlace([fold, name], [otherFold, otherName]) {
  return compare(fold, otherFold) || compare(name, otherName);
}

function compare(one, other) {
  return one < other ? -1 : Number(one > other);
}
