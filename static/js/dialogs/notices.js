/** What the person is told for a moment, above everything. */
import { stamp } from "../dom/stamp.js";

const SHOWN_MS = 8_000;

export class Notices {
  #root;
  #clock;

  constructor({ root, clock }) {
    this.#root = root;
    this.#clock = clock;
    root.addEventListener("click", (event) => {
      if (event.target.closest("[data-action=dismiss]"))
        event.target.closest(".notice").remove();
      if (event.target.closest("[data-action=reload]")) location.reload();
    });
    for (const notice of root.querySelectorAll(":scope > :not(.lasting)"))
      this.#endSoon(notice);
  }

  tell(text) {
    const notice = stamp("notice");
    notice.querySelector(".notice-text").textContent = text;
    this.#root.append(notice);
    this.#endSoon(notice);
  }

  /** The same, but in the dialog that is open: it lies above all notices. */
  tellAbove(text) {
    const place = document.querySelector("dialog[open] .dialog-error");
    if (place) place.textContent = text;
    else this.tell(text);
  }

  /** There is a newer page; whoever has time for it now takes it, or else later. */
  offerReload() {
    if (!this.#root.querySelector(".newer")) this.#root.append(stamp("newer"));
  }

  #endSoon(notice) {
    this.#clock.after(SHOWN_MS, () => {
      // Whoever is there with the pointer or the keyboard may be reading it still.
      if (notice.matches(":hover, :focus-within")) this.#endSoon(notice);
      else notice.remove();
    });
  }
}
