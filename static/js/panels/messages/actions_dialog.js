/**
 * All that can be done with one message, for fingers and for keys: what its toolbar has,
 * and what else is only seen by pointing at it.
 */
import { apart } from "../../words/words.js";
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { isShown } from "../../dom/shown.js";
import { onArrows } from "../../dom/arrows.js";
import { stamp } from "../../dom/stamp.js";

export class ActionsDialog {
  #dialog = document.getElementById("actions-dialog");
  #list;

  constructor() {
    this.#list = this.#dialog.querySelector(".actions");
    closeByButtonOrOutside(this.#dialog);
    onArrows(this.#list, "button");
  }

  /**
   * `row` is the message's; `more`: what else is offered, labels with what they do, and a
   * promise of a truer label.
   */
  open(row, more) {
    row.focus(); // its toolbar is there then
    const buttons = [...row.querySelectorAll(".toolbar button:not(.for-pointing)")];
    const offered = buttons.filter(isShown);
    const acts = offered.map((each) => [each.ariaLabel, () => each.click()]);
    acts.push(...more);
    const entries = acts.map((each) => this.#entry(...each));
    this.#list.replaceChildren(...entries);
    const { title } = row.querySelector(".message-time");
    const about = `${apart(row.dataset.from)}, ${title}`;
    this.#dialog.querySelector(".actions-of").textContent = about;
    this.#dialog.querySelector(".actions-reactions").textContent = reactionsOf(row);
    if (entries.length) this.#dialog.showModal();
  }

  #entry(label, act, late) {
    const entry = stamp("action");
    const button = entry.querySelector("button");
    button.textContent = label;
    late?.then((text) => (button.textContent = text));
    button.addEventListener("click", () => {
      this.#dialog.close();
      act();
    });
    return entry;
  }
}

/** "👍 ada, bob": a finger cannot point at one to see who gave it. */
function reactionsOf(row) {
  const chips = [...row.querySelectorAll(".reaction")];
  return chips.map(({ dataset, title }) => `${dataset.emoji} ${title}`).join("\n");
}
