/** A dialog that says who has done something: it asks as it opens. */
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { say } from "../../words/words.js";

export class PeopleDialog {
  #asking = new AbortController();
  #dialog;

  constructor(dialog) {
    this.#dialog = dialog;
    closeByButtonOrOutside(dialog);
    dialog.addEventListener("close", () => this.#asking.abort());
  }

  /** `ask(signal)` promises the elements to show; of none it says `nobody`. */
  async show(ask, nobody) {
    this.#asking.abort();
    const { signal } = (this.#asking = new AbortController());
    this.#write([], say("One moment…"));
    this.#dialog.showModal();
    try {
      const parts = await ask(signal);
      if (!signal.aborted) this.#write(parts, parts.length ? "" : nobody);
    } catch (refusal) {
      if (!signal.aborted) this.#write([], refusal.message);
    }
  }

  #write(parts, text) {
    this.#dialog.querySelector("[data-people]").replaceChildren(...parts);
    this.#dialog.querySelector("[role=status]").textContent = text;
  }
}

export function rowsOf(people) {
  return people.map(({ name }) => {
    const row = document.createElement("li");
    row.dir = "auto";
    row.textContent = name;
    return row;
  });
}
