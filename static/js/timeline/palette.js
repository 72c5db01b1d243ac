/** A small palette of emoji beside the message that gets one. */
const COLUMNS = 6;
const GAP = 6;

export class Palette {
  #picked = null;
  #row = null;
  #root;
  #buttons;

  constructor(root) {
    this.#root = root;
    this.#buttons = [...root.querySelectorAll("button")];
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("keydown", (event) => this.#key(event));
    root.addEventListener("toggle", (event) => {
      if (event.newState === "closed") this.#row?.classList.remove("is-reacting");
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
    this.#picked(button.dataset.emoji);
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
    this.#buttons[this.#buttons.indexOf(event.target) + step]?.focus();
  }
}
