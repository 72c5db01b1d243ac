/** Spans of time as they are typed behind a slash: `30m`, `12h`, `3d`. */
import { bare } from "./verbs.js";
import { say } from "../../words/words.js";

const SECONDS = { m: 60, h: 3600, d: 86400 };
const SPAN = /^([1-9]\d{0,2})([mhd])$/i;
// What is meant for one: a slip must not keep somebody out for good.
const LIKE_SPAN = /^\d+[a-z]$/i;
const NAMED = /^(\S+)\s*([^]*)$/;

/** `bob 3d spam`: `{ name, seconds, reason }`; without a span `seconds` is undefined. */
export function wishIn(rest) {
  const [, name, more] = rest.match(NAMED);
  const [, first = "", others = ""] = more.match(NAMED) ?? [];
  const seconds = secondsIn(first);
  if (!seconds && LIKE_SPAN.test(first))
    throw new Error(
      say("That is no length of time: say it like 30m, 12h or 3d, up to 999d."),
    );
  return { name: bare(name), seconds, reason: seconds ? others : more };
}

/** How long that is; undefined of another word. */
export function secondsIn(text) {
  const [, number, unit] = text.match(SPAN) ?? [];
  return number ? Number(number) * SECONDS[unit.toLowerCase()] : undefined;
}
