/**
 * All emoji, to pick one: found by their names, and in the tone of skin that this
 * browser was told last. The table of them is fetched when it is first opened.
 */
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { EmojiGrid } from "./emoji_grid.js";
import { emojiSource } from "./emoji_source.js";
import { TONES } from "../../core/writing/emoji.js";
import { isTouch } from "../../dom/touch.js";
import { onArrows } from "../../dom/arrows.js";
import { Roving } from "../../dom/roving.js";
import { say } from "../../words/words.js";
import { soon } from "../../browser/soon.js";
import { stamp } from "../../dom/stamp.js";

const TYPING_MS = 80;
const HAND = "✋";
const RECENT_MOST = 24;
// They stand in one line, however many they are.
const ALONG = 20;
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
  #picked = null;
  #closed = null;
  #shown = null;
  #dialog;
  #title;
  #reacts;
  #tone;
  #uses;
  #filter;
  #error;
  #grid;
  #groups;

  constructor(dialog, { tone, uses }) {
    this.#dialog = dialog;
    this.#title = dialog.querySelector("h2");
    this.#reacts = this.#title.textContent;
    this.#tone = tone;
    this.#uses = uses;
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
    this.#groups = dialog.querySelector(".emoji-groups");
    new Roving(this.#groups, "button");
    onArrows(this.#groups, "button", ALONG);
    this.#offerTones(dialog.querySelector(".emoji-tones"));
    dialog.addEventListener("close", () => this.#closed?.());
    closeByButtonOrOutside(dialog);
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /**
   * `picked(emoji)` is called with the choice, and `closed()` in any case; `title` says
   * what it is for, if not for a reaction.
   */
  async open(picked, closed, title = this.#reacts) {
    this.#title.textContent = title;
    this.#shown = null; // what was picked last stands at the top
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
    this.#error.textContent = "";
    try {
      await emojiSource.load();
    } catch {
      this.#error.textContent = say(
        "The emoji could not be fetched. Try again in a moment.",
      );
    }
  }

  #show() {
    if (!emojiSource.table) return;
    const typed = this.#filter.value.trim();
    const wanted = `${this.#tone.value} ${typed}`;
    if (wanted === this.#shown) return; // else the focus in it would be lost
    this.#shown = wanted;
    const groups = typed ? this.#found(typed) : this.#all;
    this.#grid.show(groups);
    this.#groups.hidden = Boolean(typed);
    if (!typed) this.#offerGroups(groups);
  }

  get #all() {
    const { table } = emojiSource;
    const recent = table.those(this.#uses.recent("emoji", RECENT_MOST));
    const own = recent.length ? [{ name: say("Recently used"), emoji: recent }] : [];
    return [...own, ...table.all(this.#tone.value)];
  }

  #found(typed) {
    const weights = this.#uses.weights("emoji");
    const use = (emoji) => weights.get(emoji) ?? 0;
    const emoji = emojiSource.table.find(typed, this.#tone.value, use);
    const name = emoji.length ? say("Found") : say("There is no emoji of that name.");
    return [{ name, emoji }];
  }

  #pick(emoji) {
    this.#uses.note("emoji", emoji);
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

  /** The ways to the groups, by what stands first in each. */
  #offerGroups(groups) {
    this.#groups.replaceChildren(
      ...groups.map(({ name, emoji: [first] }, place) => {
        const button = stamp("emoji-jump");
        button.textContent = first.emoji;
        button.title = name;
        button.setAttribute("aria-label", name);
        button.addEventListener("click", () => this.#grid.goTo(place));
        return button;
      }),
    );
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
