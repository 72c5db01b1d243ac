/** A small palette of emoji beside the message that gets one, and the way to all. */
import { placeAt } from "../dom/direction.js";

export class Palette {
  #picked = null;
  #row = null;
  #root;
  #all;
  #dialog = null;

  /** `all` is the way into the dialog that has the others. */
  constructor(root, all) {
    this.#root = root;
    this.#all = all;
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("keydown", ({ key }) => {
      if (key === "Tab") root.hidePopover();
    });
    root.addEventListener("toggle", (event) => {
      if (event.newState === "closed" && !this.#dialog?.isOpen) this.#left();
    });
  }

  /** Show it beside a button in a row; `picked(emoji)` is called with the choice. */
  open(button, row, picked) {
    this.#picked = picked;
    this.#row = row;
    row.classList.add("is-reacting");
    this.#root.showPopover();
    placeAt(this.#root, button, { above: true });
    this.#root.querySelector("button").focus();
  }

  close() {
    this.#root.hidePopover();
    this.#dialog?.close();
  }

  #click(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if ("all" in button.dataset) return this.#all((dialog) => this.#openAll(dialog));
    this.#root.hidePopover();
    return this.#picked(button.dataset.emoji);
  }

  /** The palette stays until all are there: what the row shows depends on it. */
  #openAll(dialog) {
    if (!this.#root.matches(":popover-open")) return;
    this.#dialog = dialog;
    this.#root.hidePopover();
    dialog.open(this.#picked, () => this.#left());
  }

  /** Until then the row shows the button, to which the focus goes back. */
  #left() {
    this.#row?.classList.remove("is-reacting");
  }
}
