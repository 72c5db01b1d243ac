/** Edits one message in its place in the timeline. */
import { fitHeight, isPlainEnter } from "../composer/growing.js";
import { stamp } from "../dom/stamp.js";
import { characters, countText, isBlank } from "../dom/text.js";

export class Editor {
  #row = null;
  #form = null;
  #limit;
  #closed;

  /** `save(body)` resolves when it is done; `closed()` is called at the end. */
  constructor({ limit, closed }) {
    this.#limit = limit;
    this.#closed = closed;
  }

  open(row, body, save) {
    this.close();
    this.#row = row;
    this.#form = stamp("editor");
    row.classList.add("editing");
    row.querySelector(".body").after(this.#form);
    this.#listen(save, body);
    this.#area.value = body;
    this.#typed();
    this.#area.focus();
  }

  close() {
    if (!this.#form) return;
    this.#row.classList.remove("editing");
    this.#form.remove();
    this.#form = this.#row = null;
    this.#closed();
  }

  #listen(save, before) {
    const form = this.#form;
    form.addEventListener("submit", (event) => this.#submit(event, save, before));
    form
      .querySelector("[data-action=cancel]")
      .addEventListener("click", () => this.close());
    this.#area.addEventListener("input", () => this.#typed());
    this.#area.addEventListener("keydown", (event) => {
      event.stopPropagation(); // arrows move in the text, not in the timeline
      if (isPlainEnter(event)) this.#submit(event, save, before);
      else if (event.key === "Escape") this.close();
    });
  }

  async #submit(event, save, before) {
    event.preventDefault();
    const form = this.#form;
    const body = this.#area.value;
    if (isBlank(body) || characters(body) > this.#limit()) return;
    try {
      if (body !== before) await save(body);
      if (form === this.#form) this.close();
    } catch (refusal) {
      form.querySelector(".editor-error").textContent = refusal.message;
    }
  }

  #typed() {
    this.#form.querySelector(".editor-count").textContent = countText(
      this.#area.value,
      this.#limit(),
    );
    fitHeight(this.#area);
  }

  get #area() {
    return this.#form.querySelector("textarea");
  }
}
