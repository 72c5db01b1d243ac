/** Reads new messages out to those who cannot see them. */
const KEPT_MS = 5_000;

export class Announcer {
  #root;
  #clock;

  constructor({ root, clock }) {
    this.#root = root;
    this.#clock = clock;
  }

  /** `isHere`: it was written in the open conversation. */
  announce({ isRoom }, { from, body }, isHere) {
    if (isRoom && !isHere) return;
    const line = document.createElement("p");
    line.textContent = isHere ? `${from}: ${body}` : `${from} wrote to you in private`;
    this.#root.append(line);
    this.#clock.after(KEPT_MS, () => line.remove());
  }
}
