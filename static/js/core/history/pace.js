// What is written in a frame costs several times as much to be laid out and drawn.
const FRAME_MS = 5;
const MOST = 50;
const FEWEST = 5;
// A slow machine seems fast for a moment: more are tried step by step.
const GROWTH = 1.5;
// So many characters are laid out and drawn in the time of a row.
const ROW_CHARACTERS = 200;

/** How much a frame has the time to write, in rows of few words, as the last ones say. */
export class Pace {
  rows = FEWEST;

  /** Of what waits by its numbers, take what a frame has the time for. */
  take(seqs, messageOf) {
    const taken = [];
    let left = this.rows;
    for (const seq of seqs) {
      if (left <= 0) break;
      seqs.delete(seq);
      const message = messageOf(seq);
      if (!message) continue;
      taken.push(message);
      left -= weight(message);
    }
    return taken;
  }

  /** Those took so long. */
  took(messages, ms) {
    const count = messages.reduce((sum, each) => sum + weight(each), 0);
    if (count < FEWEST) return;
    const most = Math.min(MOST, this.rows * GROWTH, (count * FRAME_MS) / ms);
    this.rows = Math.max(FEWEST, Math.floor(most));
  }
}

/** As how many rows of few words it is. */
function weight({ body }) {
  return 1 + (body?.length ?? 0) / ROW_CHARACTERS;
}
