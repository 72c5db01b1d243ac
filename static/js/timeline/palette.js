/** A small palette of emoji beside the message that gets one, and the way to all. */
import { placeAt, stepInLine } from "../dom/direction.js";

const COLUMNS = 6;

export class Palette {
  #picked = null;
  #row = null;
  #root;
  #buttons;
  #all;

  /** `all` is the dialog that has the others. */
  constructor(root, all) {
    this.#root = root;
    this.#all = all;
    this.#buttons = [...root.querySelectorAll("button")];
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("keydown", (event) => this.#key(event));
    root.addEventListener("toggle", (event) => {
      if (event.newState === "closed" && !all.isOpen) this.#left();
    });
  }

  /** Show it beside a button in a row; `picked(emoji)` is called with the choice. */
  open(button, row, picked) {
    this.#picked = picked;
    this.#row = row;
    row.classList.add("is-reacting");
    this.#root.showPopover();
    placeAt(this.#root, button, { above: true });
    this.#buttons[0].focus();
  }

  close() {
    this.#root.hidePopover();
    this.#all.close();
  }

  #click(event) {
    const button = event.target.closest("button");
    if (!button) return;
    this.#root.hidePopover();
    if ("all" in button.dataset) this.#all.open(this.#picked, () => this.#left());
    else this.#picked(button.dataset.emoji);
  }

  /** Until then the row shows the button, to which the focus goes back. */
  #left() {
    this.#row?.classList.remove("is-reacting");
  }

  #key(event) {
    const lines = { ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
    const step = lines[event.key] ?? stepInLine(event.key);
    if (!step) return;
    event.preventDefault();
    const at = this.#buttons.indexOf(event.target) + step;
    // From every column, what is below the last line is the way to all.
    this.#buttons[step > 0 ? Math.min(at, this.#buttons.length - 1) : at]?.focus();
  }
}
