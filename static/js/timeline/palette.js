/** A small palette of emoji beside the message that gets one, and the way to all. */
import { placeAt } from "../dom/direction.js";

export class Palette {
  #picked = null;
  #row = null;
  #root;
  #all;

  /** `all` is the dialog that has the others. */
  constructor(root, all) {
    this.#root = root;
    this.#all = all;
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("keydown", ({ key }) => {
      if (key === "Tab") root.hidePopover();
    });
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
    this.#root.querySelector("button").focus();
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
}
