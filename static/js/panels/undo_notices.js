/** What was done just now, and a button that takes it back while one remembers it. */
import { say } from "../words/words.js";
import { stamp } from "../dom/stamp.js";

const SHOWN_MS = 60_000;
// More would lie on what is said.
const MOST = 3;

export class UndoNotices {
  #root = document.getElementById("notices");
  #clock;
  #tell;

  /** `tell(text)` shows a notice. */
  constructor({ clock, tell }) {
    [this.#clock, this.#tell] = [clock, tell];
  }

  /** `undo()` promises that it is undone. */
  offer(text, undo, label = say("Undo")) {
    const notice = stamp("undo-notice");
    notice.querySelector(".notice-text").textContent = text;
    const button = notice.querySelector(".button");
    button.textContent = label;
    button.addEventListener("click", () => {
      notice.remove();
      undo().catch(({ message }) => this.#tell(message));
    });
    this.#root.append(notice);
    const all = this.#root.querySelectorAll(".undo-notice");
    for (const each of [...all].slice(0, -MOST)) each.remove();
    this.#clock.after(SHOWN_MS, () => notice.remove());
  }
}
