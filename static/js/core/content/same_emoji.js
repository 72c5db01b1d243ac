/** Emoji as they are compared: not every keyboard adds the selectors of their form. */
const SELECTORS = /[\ufe0e\ufe0f]/g;

export function sameEmoji(one, other) {
  return bare(one) === bare(other);
}

/** Without them. */
export function bare(emoji) {
  return emoji.replace(SELECTORS, "");
}
