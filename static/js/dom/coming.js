import { say } from "../words/words.js";

/** "Tomorrow at 09:00": of a time to come. */
export function comingText(times, at, now) {
  return say("{day} at {time}", { day: times.comingDay(at, now), time: times.clock(at) });
}
