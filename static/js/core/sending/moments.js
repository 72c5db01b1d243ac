/** When something is to be sent, as people type it; what that is, a clock has to say. */
const MOMENT =
  /^(?:\+([1-9]\d{0,3})([mhd])|(?:(2\d{3})-(\d\d)-(\d\d)[ T])?([01]?\d|2[0-3]):([0-5]\d))(?=\s|$)/;

/** What a text begins with, in its parts, and the words behind it; null without any. */
export function momentAt(text) {
  const found = text.match(MOMENT);
  if (!found) return null;
  const [whole, count, unit, year, month, day, hour, minute] = found;
  const parts = { count, unit, year, month, day, hour, minute };
  return { ...parts, text: text.slice(whole.length).trim() };
}
