/** Emoji in groups, of which one can be picked: by a tap, or with the arrow keys. */
import { stamp } from "../../dom/stamp.js";
import { stepInLine } from "../../dom/direction.js";

// Of nearly two thousand, what fills the view and a little more.
const FILLED_FIRST = 2;

export class EmojiGrid {
  #root;
  #left;
  #waiting = [];
  #timer = null;
  #named;

  /** `picked(emoji)`; `named(name)` as one is looked at; `left(event)` at its top. */
  constructor(root, { picked, named, left }) {
    this.#root = root;
    this.#left = left;
    this.#named = named;
    const at = (event, call) => {
      const button = event.target.closest(".emoji");
      if (button) call(button);
    };
    root.addEventListener("click", (event) =>
      at(event, ({ dataset }) => picked(dataset.emoji)),
    );
    root.addEventListener("keydown", (event) => at(event, (it) => this.#key(event, it)));
    root.addEventListener("focusin", (event) => at(event, (it) => this.#stop(it)));
    for (const look of ["focusin", "pointerover"])
      root.addEventListener(look, (event) => at(event, ({ title }) => named(title)));
  }

  get first() {
    return this.#root.querySelector(".emoji");
  }

  /** Groups as `EmojiTable` gives them; those that are seen first are filled first. */
  show(groups) {
    clearTimeout(this.#timer);
    const made = groups.map(newGroup);
    this.#waiting = groups.map(({ emoji }, place) => [made[place], emoji]);
    this.#root.replaceChildren(...made);
    this.#root.scrollTop = 0;
    this.#named("");
    for (const _ of groups.slice(0, FILLED_FIRST)) this.#fillNext();
    if (this.first) this.first.tabIndex = 0;
    this.#fillSoon();
  }

  /** Go to the group in that place. */
  goTo(place) {
    this.#fillAll();
    const group = this.#root.children[place];
    group.scrollIntoView({ block: "start" });
    group.querySelector(".emoji").focus({ preventScroll: true });
    // How high the others are is known once they were drawn.
    requestAnimationFrame(() => group.scrollIntoView({ block: "start" }));
  }

  #fillNext() {
    const [group, emoji] = this.#waiting.shift();
    group.querySelector(".emoji-grid").append(...emoji.map(filledButton));
  }

  #fillSoon() {
    if (!this.#waiting.length) return;
    this.#timer = setTimeout(() => {
      if (this.#waiting.length) this.#fillNext();
      this.#fillSoon();
    });
  }

  #fillAll() {
    while (this.#waiting.length) this.#fillNext();
  }

  /** Tab stops at one of them: the last that was looked at. */
  #stop(button) {
    this.#root.querySelector("[tabindex='0']").tabIndex = -1;
    button.tabIndex = 0;
  }

  #key(event, button) {
    this.#fillAll();
    const next = this.#beside(event.key, button);
    if (next === undefined) return;
    event.preventDefault();
    if (next) next.focus();
    else if (event.key === "ArrowUp") this.#left();
  }

  /** Where a key leads: null beyond the ends, undefined for any other key. */
  #beside(key, button) {
    const all = [...this.#root.querySelectorAll(".emoji")];
    const at = all.indexOf(button);
    const along = stepInLine(key);
    if (along) return all[at + along] ?? null;
    if (key === "Home") return all[0];
    if (key === "End") return all.at(-1);
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    return step && inNextLine(button, step);
  }
}

/** The one below, or above, also in the next group; null beyond the ends. */
function inNextLine(button, step) {
  const grid = button.parentElement;
  const columns = getComputedStyle(grid).gridTemplateColumns.split(" ").length;
  const at = [...grid.children].indexOf(button);
  const column = at % columns;
  const line = Math.floor(at / columns) + step;
  const lines = Math.ceil(grid.children.length / columns);
  if (line >= 0 && line < lines) return inLine(grid, line * columns, column);
  const group = button.closest(".emoji-group");
  const next = step > 0 ? group.nextElementSibling : group.previousElementSibling;
  if (!next) return null;
  const other = next.querySelector(".emoji-grid");
  const last = Math.floor((other.children.length - 1) / columns);
  return inLine(other, step > 0 ? 0 : last * columns, column);
}

/** That column of the line which begins at `start`, or the line's last. */
function inLine(grid, start, column) {
  return grid.children[Math.min(start + column, grid.children.length - 1)];
}

function newGroup({ name }) {
  const group = stamp("emoji-group");
  group.setAttribute("aria-label", name);
  group.querySelector("h3").textContent = name;
  return group;
}

function filledButton({ emoji, name }) {
  const button = stamp("emoji");
  button.dataset.emoji = button.textContent = emoji;
  button.title = name;
  button.setAttribute("aria-label", name);
  return button;
}
