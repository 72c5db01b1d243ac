/** What there is to know about writing: the marks, and what a slash does. */
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { stamp } from "../../dom/stamp.js";
import { VERBS } from "../../core/slash/line.js";

export class WritingHelp {
  #dialog = document.getElementById("writing-dialog");

  constructor() {
    closeByButtonOrOutside(this.#dialog);
    const list = this.#dialog.querySelector(".commands");
    list.append(...VERBS.map(filledRow));
  }

  show() {
    this.#dialog.showModal();
  }
}

function filledRow({ usage, meaning }) {
  const row = stamp("command");
  row.querySelector("code").textContent = usage;
  row.querySelector("dd").textContent = meaning;
  return row;
}
