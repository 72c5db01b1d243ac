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
  announce({ isRoom }, { from, body, action }, isHere) {
    if (isRoom && !isHere) return;
    const line = document.createElement("p");
    const said = action ? `${from} ${body}` : `${from}: ${body}`;
    line.textContent = isHere ? said : `${from} wrote to you in private`;
    this.#root.append(line);
    this.#clock.after(KEPT_MS, () => line.remove());
  }
}
