/** When something ends, that has been done for a while. */
import { apart, say } from "./words.js";

/** `until`: as the wire says it; undefined of what has no end. */
export function endOf(until) {
  return until ? say("until {until}", { until: new Date(until) }) : "";
}

/** Behind what was done: the reason, from where, and until when, as far as is known. */
export function whyOf({ reason, networks = [], until }) {
  const words = [...(reason ? [apart(reason)] : []), ...networks].join(say(", "));
  const known = [words, endOf(until)].filter(Boolean).join(" ");
  return known ? ` (${known})` : "";
}
