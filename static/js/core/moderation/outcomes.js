/** What became of a report. */
import { apart, say } from "../../words/words.js";

/** With the word of who has handled it. */
export function outcomeOf({ outcome, word }) {
  const how =
    outcome === "acted" ? say("something was done") : say("nothing was to be done");
  return word ? `${how} (${apart(word)})` : how;
}
