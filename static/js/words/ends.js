/** When something ends, that has been done for a while. */
import { say } from "./words.js";

/** `until`: as the wire says it; undefined of what has no end. */
export function endOf(until) {
  return until ? say("until {until}", { until: new Date(until) }) : "";
}
