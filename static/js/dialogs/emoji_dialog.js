/**
 * All emoji, to pick one: found by their names, and in the tone of skin that this
 * browser was told last. The table of them is fetched when it is first opened.
 */
import { closeByButtonOrOutside } from "./form_dialog.js";
import { EmojiGrid } from "./emoji_grid.js";
import { EmojiTable, TONES } from "../core/emoji.js";
import { isTouch } from "../dom/touch.js";
import { say } from "../words/words.js";
import { soon } from "../browser/soon.js";
import { stamp } from "../dom/stamp.js";

const TYPING_MS = 80;
const HAND = "✋";
/** Of each of `TONES`. */
const TONE_NAMES = [
  say("no tone"),
  say("light tone"),
  say("medium-light tone"),
  say("medium tone"),
  say("medium-dark tone"),
  say("dark tone"),
];

export class EmojiDialog {
  #table = null;
  #picked = null;
  #closed = null;
  #shown = null;
  #dialog;
  #tone;
  #filter;
  #error;
  #grid;

  constructor(dialog, tone) {
    this.#dialog = dialog;
    this.#tone = tone;
    this.#filter = dialog.querySelector(".emoji-filter");
    this.#error = dialog.querySelector(".dialog-error");
    const name = dialog.querySelector(".emoji-name");
    this.#grid = new EmojiGrid(dialog.querySelector(".emoji-list"), {
      picked: (emoji) => this.#pick(emoji),
      named: (text) => (name.textContent = text),
      left: () => this.#filter.focus(),
    });
    this.#filter.addEventListener(
      "input",
      soon(() => this.#show(), TYPING_MS),
    );
    dialog.addEventListener("keydown", (event) => this.#key(event));
    this.#offerTones(dialog.querySelector(".emoji-tones"));
    dialog.addEventListener("close", () => this.#closed?.());
    closeByButtonOrOutside(dialog);
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** `picked(emoji)` is called with the choice, and `closed()` in any case. */
  async open(picked, closed) {
    this.#picked = picked;
    this.#closed = closed;
    this.#filter.value = "";
    this.#dialog.showModal();
    // On a phone it would bring up a keyboard over most of them.
    if (!isTouch()) this.#filter.focus();
    await this.#load();
    this.#show();
  }

  close() {
    this.#dialog.close();
  }

  async #load() {
    if (this.#table) return;
    this.#error.textContent = "";
    try {
      const answer = await fetch(this.#dialog.dataset.table);
      if (!answer.ok) throw new Error(answer.statusText);
      this.#table = new EmojiTable(await answer.json());
    } catch {
      this.#error.textContent = say(
        "The emoji could not be fetched. Try again in a moment.",
      );
    }
  }

  #show() {
    if (!this.#table) return;
    const typed = this.#filter.value.trim();
    const wanted = `${this.#tone.value} ${typed}`;
    if (wanted === this.#shown) return; // else the focus in it would be lost
    this.#shown = wanted;
    const found = typed ? this.#found(typed) : this.#table.all(this.#tone.value);
    this.#grid.show(found);
  }

  #found(typed) {
    const emoji = this.#table.find(typed, this.#tone.value);
    const name = emoji.length ? say("Found") : say("There is no emoji of that name.");
    return [{ name, emoji }];
  }

  #pick(emoji) {
    this.close();
    this.#picked(emoji);
  }

  /** Enter picks the first that was found; what is typed goes to the field. */
  #key(event) {
    const isInField = event.target === this.#filter;
    if (event.key === "ArrowDown" && isInField) {
      event.preventDefault();
      this.#show(); // what was typed a moment ago, too
      this.#grid.first?.focus();
    } else if (event.key === "Enter" && isInField && !event.isComposing) {
      event.preventDefault();
      this.#show();
      if (this.#filter.value.trim() && this.#grid.first) this.#grid.first.click();
    } else if (isLetter(event) && event.target.closest(".emoji-list")) {
      this.#filter.focus();
    }
  }

  #offerTones(root) {
    for (const [place, tone] of TONES.entries()) {
      const name = TONE_NAMES[place];
      const label = stamp("emoji-tone");
      const input = label.querySelector("input");
      input.value = tone;
      input.checked = tone === this.#tone.value;
      input.setAttribute("aria-label", name);
      label.title = name;
      label.querySelector("span").textContent = HAND + tone;
      root.append(label);
    }
    root.addEventListener("change", ({ target }) => {
      this.#tone.keep(target.value);
      this.#show();
    });
  }
}

function isLetter({ key, ctrlKey, metaKey, altKey }) {
  return key.length === 1 && key !== " " && !(ctrlKey || metaKey || altKey);
}
