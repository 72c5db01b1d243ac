// What is written in a frame costs several times as much to be laid out and drawn.
const FRAME_MS = 5;
const MOST = 50;
const FEWEST = 5;
// A slow machine seems fast for a moment: more are tried step by step.
const GROWTH = 1.5;

/** How many rows a frame has the time to write, as the last ones say. */
export class Pace {
  rows = FEWEST;

  /** So many rows took so long. */
  took(count, ms) {
    if (count < FEWEST) return;
    const most = Math.min(MOST, this.rows * GROWTH, (count * FRAME_MS) / ms);
    this.rows = Math.max(FEWEST, Math.floor(most));
  }
}
