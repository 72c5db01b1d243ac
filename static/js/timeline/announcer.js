/** Reads new messages out to those who cannot see them. */
import { Announcements } from "../core/reading/announcements.js";

const KEPT_MS = 5_000;

export class Announcer {
  #announcements;
  #root;
  #clock;
  #timer = null;

  constructor({ root, clock }) {
    this.#root = root;
    this.#clock = clock;
    const tell = (text) => this.#tell(text);
    this.#announcements = new Announcements({ clock, tell });
  }

  /** `isHere`: it was written in the open conversation. */
  announce(place, message, isHere) {
    if (document.visibilityState === "visible")
      this.#announcements.hear(place, message, isHere);
  }

  visibilityChanged() {
    if (document.visibilityState === "hidden") this.#announcements.hush();
  }

  #tell(text) {
    const line = document.createElement("p");
    line.textContent = text;
    this.#root.replaceChildren(line);
    this.#clock.cancel(this.#timer);
    this.#timer = this.#clock.after(KEPT_MS, () => line.remove());
  }
}
