/** Reads new messages out to those who cannot see them. */
import { apart, say } from "../words/words.js";

const KEPT_MS = 5_000;

export class Announcer {
  #root;
  #clock;

  constructor({ root, clock }) {
    this.#root = root;
    this.#clock = clock;
  }

  /** `isHere`: it was written in the open conversation. */
  announce({ isRoom }, { from, body, action }, isHere) {
    if (isRoom && !isHere) return;
    const line = document.createElement("p");
    const said = `${apart(from)}${action ? "" : ":"} ${apart(body)}`;
    line.textContent = isHere ? said : say("{from} wrote to you in private", { from });
    this.#root.append(line);
    this.#clock.after(KEPT_MS, () => line.remove());
  }
}
