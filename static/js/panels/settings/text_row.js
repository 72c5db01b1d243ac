/** Something that is written, and saved when one has done: `root` is its form. */
import { stamp } from "../../dom/stamp.js";

export class TextRow {
  root = stamp("room-text");
  what;
  #field;
  #get;
  #set;
  #shown = "";

  /** `set(what, text)` promises that it is so. */
  constructor({ what, name, most, get }, set) {
    [this.what, this.#get, this.#set] = [what, get, set];
    this.root.dataset.setting = what;
    const isLong = most > 200;
    this.#field = document.createElement(isLong ? "textarea" : "input");
    Object.assign(this.#field, { maxLength: most, dir: "auto", autocomplete: "off" });
    this.#find(".room-text-field").append(this.#field);
    this.#find(".label").textContent = name;
    this.#field.addEventListener("input", () => this.#offer());
    this.root.addEventListener("submit", (event) => this.#submit(event));
    this.#find("[data-act=cancel]").addEventListener("click", () => this.#write());
  }

  /** How it is in a room; what somebody is writing stays. `isOpen`: it may be changed. */
  show(room, isOpen) {
    const isUntouched = this.#field.value === this.#shown;
    this.#shown = this.#get(room);
    this.#field.readOnly = !isOpen;
    this.root.hidden = !isOpen && !this.#shown;
    if (isUntouched || !isOpen) this.#write();
    else this.#offer();
  }

  #write() {
    this.#field.value = this.#shown;
    this.#find(".errorlist").textContent = "";
    this.#offer();
  }

  #offer() {
    this.#find(".room-text-foot").hidden = this.#field.value === this.#shown;
  }

  async #submit(event) {
    event.preventDefault();
    const button = this.#find("[type=submit]");
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    this.#find(".errorlist").textContent = "";
    try {
      await this.#set(this.what, this.#field.value);
      // As the server has it: without spaces around it, say.
      this.#write();
      this.#field.focus();
    } catch (refusal) {
      this.#find(".errorlist").textContent = refusal.message;
    }
    button.ariaBusy = "false";
  }

  #find(selector) {
    return this.root.querySelector(selector);
  }
}
