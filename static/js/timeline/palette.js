/** A small palette of emoji beside the message that gets one, and the way to all. */
const COLUMNS = 6;
const GAP = 6;

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
    this.#moveTo(button.getBoundingClientRect());
    this.#buttons[0].focus();
  }

  close() {
    this.#root.hidePopover();
    this.#all.close();
  }

  #moveTo({ top, bottom, right }) {
    const { width, height } = this.#root.getBoundingClientRect();
    const hasRoomAbove = top - height - GAP > 0;
    const left = Math.max(GAP, Math.min(right - width, innerWidth - width - GAP));
    this.#root.style.left = `${left}px`;
    this.#root.style.top = `${hasRoomAbove ? top - height - GAP : bottom + GAP}px`;
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
    const steps = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: COLUMNS,
      ArrowUp: -COLUMNS,
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.#buttons.indexOf(event.target) + step;
    // From every column, what is below the last line is the way to all.
    this.#buttons[step > 0 ? Math.min(at, this.#buttons.length - 1) : at]?.focus();
  }
}
