/** The list of what can be chosen, as a listbox that a text has (ARIA 1.2 §5.2.2). */
import { placeAt } from "../../dom/direction.js";
import { sayCount } from "../../words/words.js";
import { stamp } from "../../dom/stamp.js";

const [LISTED, ACTIVE] = ["aria-controls", "aria-activedescendant"];

export class CompletionList {
  /** Which one is marked, from 0 on. */
  at = 0;
  /** Whether somebody has marked another one than the first. */
  isMoved = false;
  #root;
  #count;
  #area = null;
  #anchor = null;

  /** `chosen(place)` is called with a tap or a click. */
  constructor(root, chosen) {
    this.#root = root;
    this.#count = document.getElementById("completion-count");
    // What is shown belongs to a part of the page, and to none it would in the body.
    document.querySelector("main").append(root, this.#count);
    // The text keeps the focus, and a phone its keyboard.
    root.addEventListener("pointerdown", (event) => event.preventDefault());
    root.addEventListener("mousedown", (event) => event.preventDefault());
    root.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) chosen([...root.children].indexOf(option));
    });
    const place = () => this.isOpen && this.#place();
    addEventListener("resize", place);
    document.addEventListener("scroll", place, true);
  }

  get isOpen() {
    return this.#root.matches(":popover-open");
  }

  /** Show them above `anchor`, for what is typed in `area`. */
  show(entries, { area, anchor, name, stays }) {
    if (!entries.length) return this.close();
    [this.#area, this.#anchor] = [area, anchor];
    if (!stays) [this.at, this.isMoved] = [0, false];
    this.#root.setAttribute("aria-label", name);
    this.#root.replaceChildren(...entries.map(filled));
    this.#count.textContent = sayCount(
      entries.length,
      "{count} suggestion",
      "{count} suggestions",
    );
    if (!this.isOpen) this.#root.showPopover();
    area.setAttribute(LISTED, this.#root.id);
    area.setAttribute("aria-autocomplete", "list");
    this.#place();
    return this.#mark();
  }

  close() {
    if (!this.isOpen) return;
    this.#root.hidePopover();
    this.#count.textContent = "";
    for (const each of [LISTED, ACTIVE, "aria-autocomplete"])
      this.#area.removeAttribute(each);
  }

  /** Mark the next one, or the one before, and round. */
  step(step) {
    const { length } = this.#root.children;
    this.at = (this.at + step + length) % length;
    this.isMoved = true;
    this.#mark();
  }

  #mark() {
    for (const [place, option] of [...this.#root.children].entries()) {
      option.ariaSelected = String(place === this.at);
      option.id = `completion-${place}`;
    }
    this.#area.setAttribute(ACTIVE, `completion-${this.at}`);
    this.#root.children[this.at].scrollIntoView({ block: "nearest" });
  }

  #place() {
    placeAt(this.#root, this.#anchor, { above: true, atStart: true });
  }
}

function filled({ name, about, sign }) {
  const option = stamp("completion");
  const find = (part) => option.querySelector(`.completion-${part}`);
  find("sign").textContent = sign;
  find("name").textContent = name;
  find("about").textContent = about;
  return option;
}
