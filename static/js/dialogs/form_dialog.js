/**
 * A dialog with a form: it closes when what it asks for is done, and says why if not.
 */
export class FormDialog {
  #submit = null;
  #withdrawn = new AbortController();
  #dialog;
  #form;
  #error;

  constructor(dialog) {
    this.#dialog = dialog;
    this.#form = dialog.querySelector("form");
    this.#error = dialog.querySelector(".dialog-error");
    this.#form.addEventListener("submit", (event) => this.#submitted(event));
    dialog.addEventListener("close", () => this.#withdraw());
    closeByButtonOrOutside(dialog);
  }

  /**
   * Ask; `submit(form's elements, signal)` does it, and rejects with what to tell the
   * person. The signal is aborted if they close the dialog before it is done.
   */
  open(values, submit) {
    this.#submit = submit;
    this.#form.reset();
    this.#error.textContent = "";
    for (const [name, value] of Object.entries(values))
      this.#form.elements[name].value = value;
    this.#dialog.showModal();
    this.#form.querySelector("input, [type=submit]").focus();
  }

  async #submitted(event) {
    event.preventDefault();
    if (this.#button.ariaBusy === "true") return;
    const { signal } = this.#withdrawn;
    this.#button.ariaBusy = "true";
    try {
      await this.#submit(this.#form.elements, signal);
      if (!signal.aborted) this.#dialog.close();
    } catch (refusal) {
      if (!signal.aborted) this.#error.textContent = refusal.message;
    } finally {
      if (!signal.aborted) this.#button.ariaBusy = "false";
    }
  }

  #withdraw() {
    this.#withdrawn.abort();
    this.#withdrawn = new AbortController();
    this.#button.ariaBusy = "false";
  }

  get #button() {
    return this.#form.querySelector("[type=submit]");
  }
}

/** Escape closes a dialog by itself; so do its buttons, and a click beside it. */
export function closeByButtonOrOutside(dialog) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog && isOutside(dialog, event)) dialog.close();
    if (event.target.closest("[data-close]")) dialog.close();
  });
}

function isOutside(dialog, { clientX, clientY }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
