/** Something that is chosen from a few values, and holds at once: `root` is its fieldset. */
import { newRow } from "./settings_dialog.js";

export class ChoiceRow {
  root;
  what;
  #error = document.createElement("p");
  #get;
  #set;
  #shown;

  /** `set(what, value)` promises that it is so. */
  constructor({ what, name, values, get }, set) {
    [this.what, this.#get, this.#set] = [what, get, set];
    const choose = (value) => this.#choose(value);
    this.root = newRow({ key: `room-${what}`, name, values, set: choose });
    Object.assign(this.#error, { className: "errorlist", role: "alert" });
    this.root.append(this.#error);
  }

  /** How it is in a room; `isOpen`: it may be changed. */
  show(room, isOpen) {
    this.#shown = this.#get(room);
    this.root.disabled = !isOpen;
    this.#write();
  }

  #write() {
    for (const input of this.root.querySelectorAll("input"))
      input.checked = input.value === String(this.#shown);
  }

  async #choose(value) {
    this.#error.textContent = "";
    try {
      await this.#set(this.what, value);
    } catch (refusal) {
      this.#error.textContent = refusal.message;
      this.#write();
    }
  }
}
