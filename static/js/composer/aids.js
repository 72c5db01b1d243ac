/**
 * What helps whoever writes, here or in an edit: completion, formatting, emoji, and what
 * a line with a slash asks for. All of it is fetched when a first sign of it is typed.
 */
import { commandIn, spoken } from "../core/writing/said.js";
import { insert, writtenIn } from "../dom/insertion.js";

const FIELDS = ":is(.composer, .editor) textarea";
// Something that can be ended may be begun; which it is, is seen by what is fetched.
const SIGN = /(?:^|[^\w/])[@#:]\S*$|^\/\S*$|(?:^|\n) {0,3}(?:\x60{3}|~{3})\S+$/;
// There, Ctrl moves the cursor.
const IS_MAC = /^(?:Mac|iP)/.test(navigator.platform);
const CHORDS = {
  b: "bold",
  i: "italic",
  e: "code",
  "shift+x": "strike",
  "shift+e": "block",
  "shift+l": "link",
  "shift+8": "list",
  "shift+9": "quote",
};

export class Aids {
  #chat;
  #emoji;
  #completion;
  #formatting;
  #slash;
  #isUsed = false;

  /**
   * `emoji` is the way into the dialog that has them all; `parts` are what a panel is
   * made of, see `completion.js`, `formatting.js` and `slash.js` in `panels/writing`.
   */
  constructor({ chat, panels, emoji, ...parts }) {
    const all = { chat, ...parts };
    this.#chat = chat;
    this.#emoji = emoji;
    this.#completion = panels.of(({ Completion }) => new Completion(all));
    this.#formatting = panels.of(({ Formatting }) => new Formatting(all));
    this.#slash = panels.of(({ Slash }) => new Slash(all), { isHeld: true });
    const on = (type, call) => document.addEventListener(type, call);
    for (const type of ["input", "compositionend"]) on(type, (e) => this.#typed(e));
    on("selectionchange", () => this.#selected());
    on("keydown", (event) => this.#key(event));
    on("click", ({ target }) => this.#click(target.closest?.("[data-aid]")));
    on("pointerdown", (event) => {
      // The focus stays where somebody writes, and a phone's keyboard with it.
      if (event.target.closest?.("[data-aid]")) event.preventDefault();
    });
  }

  /** Do what a text asks for, if it does: `taken()` is called once it is understood. */
  obeys(text, taken) {
    if (spoken(text)) return false;
    const [command, here] = [commandIn(text), this.#chat.current];
    this.#slash((slash) => slash.obey(command, { text, here, taken }));
    return true;
  }

  #typed({ target, isComposing, type }) {
    if (!target.matches?.(FIELDS) || (isComposing && type === "input")) return;
    const before = target.value.slice(0, target.selectionStart);
    if (!this.#isUsed && !(this.#isFetchable && SIGN.test(before))) return;
    this.#completion((its) => {
      this.#isUsed = true;
      its.look(target);
    });
  }

  /** The formatting is offered to what is selected. */
  #selected() {
    const area = document.activeElement;
    if (!area?.matches(FIELDS) || area.selectionStart === area.selectionEnd) return;
    if (this.#isFetchable) this.#formatting((its) => its.offer(area));
  }

  #key(event) {
    if (event.defaultPrevented || !event.target.matches?.(FIELDS)) return;
    const format = CHORDS[chordOf(event)];
    if (!format) return;
    event.preventDefault();
    this.#formatting((its) => its.apply(event.target, format));
  }

  #click(button) {
    const area = button?.closest("form").querySelector("textarea");
    if (!area) return;
    if (button.dataset.aid === "format")
      return this.#formatting((its) => its.toggle(area));
    const { start, end } = writtenIn(area);
    const picked = (put) => insert(area, { start, end, put });
    return this.#emoji((its) => its.open(picked, () => area.focus(), button.title));
  }

  /** What is only offered says nothing of a line that is cut. */
  get #isFetchable() {
    return this.#chat.connection.isConnected;
  }
}

/** "shift+x", with Ctrl or ⌘ held down; what the key is by its place, beyond Latin. */
function chordOf({ key, code, ctrlKey, metaKey, shiftKey, altKey, isComposing }) {
  const [isHeld, isOther] = IS_MAC ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  if (!isHeld || isOther || altKey || isComposing) return "";
  const isLetter = /^[a-z]$/i.test(key);
  const name = isLetter ? key.toLowerCase() : code.replace(/^(?:Key|Digit)/, "");
  return (shiftKey ? "shift+" : "") + name.toLowerCase();
}
