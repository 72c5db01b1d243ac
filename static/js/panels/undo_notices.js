/** What was done just now, and a button that takes it back while one remembers it. */
import { say } from "../words/words.js";
import { stamp } from "../dom/stamp.js";

// As long as one remembers it.
const SHOWN_MS = 60_000;
// More would lie on what is said.
const MOST = 3;

export class UndoNotices {
  #root = document.getElementById("notices");
  #clock;
  #tell;
  #shownMs;

  /** `tell(text)` shows a notice; for `shownMs` it can be taken back. */
  constructor({ clock, tell, shownMs = SHOWN_MS }) {
    [this.#clock, this.#tell, this.#shownMs] = [clock, tell, shownMs];
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
    this.#clock.after(this.#shownMs, () => notice.remove());
  }
}
