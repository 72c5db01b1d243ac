/** What there is to say of an invite link, as the wire has it (`InviteLink`). */
import { say } from "../../words/words.js";

/**
 * Of what others have made, whose it is; how many have come, until when, and who may not.
 * `shownAt(at)` is a time of the wire as it is said here.
 */
export function factsOf({ by, author, used, uses, guests, over, ...its }, { you, shownAt }) {
  const whose = author === you.id ? [] : [say("by {name}", { name: by })];
  if (over) return [...whose, say("over"), cameTold(used, uses)];
  const until = its.until && shownAt(its.until);
  const end = until ? say("until {until}", { until }) : say("for good");
  return [...whose, cameTold(used, uses), end, ...(guests ? [] : [say("not for guests")])];
}

function cameTold(used, uses) {
  if (uses) return say("came: {number} of {most}", { number: used, most: uses });
  return say("came: {number}", { number: used });
}
