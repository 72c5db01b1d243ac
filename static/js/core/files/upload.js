/**
 * A file on its way to the site: in pieces, one after the other. After a line that broke
 * it goes on from where it had got to, which the site knows.
 */
import { Backoff } from "../backoff.js";
import { say } from "../../words/words.js";

export const PIECE_BYTES = 2 ** 20;
// What is as true of another try: it cannot come there, it is too large, the disk is full.
const FINAL = new Set([400, 403, 404, 413, 507]);
// So often in a row the site may say that it does not take it just now.
const REFUSALS_MOST = 6;

export class Upload {
  #offset = 0;
  #refusals = 0;
  #isBegun;
  #backoff;
  #file;
  #ask;
  #pause;
  #came;

  /**
   * `ask(method, {offset, body, signal})` promises the answer (a `Response`) of the
   * file's address, and rejects where the line breaks; `pause(ms)` promises that so long
   * has passed; `came(bytes)` is told how much of the `file` has come. `isBegun`: a page
   * before this one may have sent some of it.
   */
  constructor({ file, ask, pause, random, came, isBegun = false }) {
    this.#isBegun = isBegun;
    [this.#file, this.#ask, this.#pause, this.#came] = [file, ask, pause, came];
    this.#backoff = new Backoff(random);
  }

  /** Resolves when all has come; rejects with what to tell the person, and can go on. */
  async send(signal) {
    this.#refusals = 0;
    if (this.#isBegun) this.#learn(await this.#answer("HEAD", { signal }));
    this.#isBegun = false;
    while (this.#offset < this.#file.size) {
      signal.throwIfAborted();
      if (await this.#sendPiece(signal)) continue;
      await this.#pause(this.#backoff.pause());
      this.#learn(await this.#answer("HEAD", { signal }));
    }
  }

  /** Let go of what has come. */
  forget() {
    this.#offset = 0;
    this.#answer("DELETE", {});
  }

  /** Whether it is known where to go on. */
  async #sendPiece(signal) {
    const offset = this.#offset;
    const body = this.#file.slice(offset, offset + PIECE_BYTES);
    const answer = await this.#answer("PATCH", { offset, body, signal });
    if (this.#learn(answer)) return true;
    if (answer) await this.#refused(answer);
    return false;
  }

  /** Take from an answer how much has come, if it says so. */
  #learn(answer) {
    const offset = answer?.headers.get("Upload-Offset") ?? null;
    if (offset === null) return false;
    if (Number(offset) > this.#offset) {
      this.#refusals = 0;
      this.#backoff.reset();
    }
    this.#offset = Number(offset);
    this.#came(this.#offset);
    return true;
  }

  async #refused(answer) {
    this.#refusals += 1;
    if (!FINAL.has(answer.status) && this.#refusals < REFUSALS_MOST) return;
    const text = (await answer.text()).trim();
    throw new Error(text || say("The site does not take that file."));
  }

  /** Null where the line has broken. */
  async #answer(method, { signal, ...what }) {
    try {
      return await this.#ask(method, { ...what, signal });
    } catch (error) {
      signal?.throwIfAborted();
      return null;
    }
  }
}
